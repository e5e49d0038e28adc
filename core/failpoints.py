"""Named points at which a test lets the process die as if the power had gone; nothing happens unless asked for."""

import os
import signal

# TIAOCHA_DIE_AT=name or name:n — die when the point is reached for the n-th time.
POINTS = (
    "file.written",
    "file.synced",
    "file.renamed",
    "audit.written",
    "commit.before",
    "commit.after",
    "response.before",
    "piece.written",
    "piece.synced",
)
_name, _left = "", 0


def arm(wish: str) -> None:
    """From now on die as the wish says; an empty one takes the earlier back."""
    global _name, _left
    _name, _, count = wish.partition(":")
    _left = int(count or 1)


arm(os.environ.get("TIAOCHA_DIE_AT", ""))


def reached(point: str) -> None:
    """Die here, at once and without cleaning up, when the environment asks for it."""
    global _left
    if point != _name:
        return
    _left -= 1
    if _left <= 0:
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
