"""The signed receipt: what the server holds of a draft, chained onto the receipt before. Pure."""

from datetime import UTC, datetime
from typing import Any

from inspections.filling.sync.chain import canonical, digest


def body(facts: dict[str, Any], received_at: datetime, evidence: list[str], previous: str) -> dict[str, Any]:
    """The receipt without its signature."""
    moment = received_at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {**facts, "received_at": moment, "evidence": sorted(set(evidence)), "previous": previous}


def fingerprint(receipt: dict[str, Any]) -> str:
    """What the next receipt names as the one before it."""
    return digest(canonical(unsigned(receipt)))


def unsigned(receipt: dict[str, Any]) -> dict[str, Any]:
    """The receipt as it was signed."""
    return {name: value for name, value in receipt.items() if name != "signature"}


def code(receipt: dict[str, Any]) -> str:
    """The words of the QR code."""
    return f"TIAOCHA-RECEIPT:{receipt['id']}:{receipt['sequence']}:{receipt['head'][:16]}:{receipt['signature']}"
