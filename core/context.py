"""Where the present act comes from: set at the edge, read by the log and the audit trail. No flask here."""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """The request or command behind an act."""

    request_id: str = "-"
    address: str = "-"
    device: str = "-"


NOWHERE = Origin()
_origin: ContextVar[Origin] = ContextVar("origin", default=NOWHERE)


def origin() -> Origin:
    """The origin of what is being done now."""
    return _origin.get()


def set_origin(value: Origin):
    """Name the origin; the token returned undoes it."""
    return _origin.set(value)


def reset_origin(token) -> None:
    """Take back what `set_origin` named."""
    _origin.reset(token)
