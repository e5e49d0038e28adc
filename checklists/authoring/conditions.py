"""Conditions that switch items on by the attributes of a site. Pure."""

from collections.abc import Mapping
from typing import Any


def holds(condition: Mapping[str, Any] | None, attributes: Mapping[str, str]) -> bool:
    """Whether the item is asked: {attribute, in: [...]} or {any: [conditions]}; without a condition, always."""
    if not condition:
        return True
    if "any" in condition:
        return any(holds(each, attributes) for each in condition["any"])
    return attributes.get(condition["attribute"]) in condition["in"]


def named(condition: Mapping[str, Any] | None) -> set[str]:
    """The attributes that the condition asks for."""
    if not condition:
        return set()
    if "any" in condition:
        return set().union(*(named(each) for each in condition["any"]))
    return {condition["attribute"]}
