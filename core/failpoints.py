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
)
_name, _, _count = os.environ.get("TIAOCHA_DIE_AT", "").partition(":")
_left = int(_count or 1)


def reached(point: str) -> None:
    """Die here, at once and without cleaning up, when the environment asks for it."""
    global _left
    if point != _name:
        return
    _left -= 1
    if _left <= 0:
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
