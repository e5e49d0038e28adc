"""Decisions as a layer over answers, and the fingerprint of what a score was computed from. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from inspections.scoring.rules import Decided, ScoredAnswer

ENGINE = "1"  # changes whenever the same answers could give another score


def apply_decisions(
    answers: Mapping[str, ScoredAnswer], decisions: Iterable[Decided]
) -> tuple[dict[str, ScoredAnswer], dict[str, Fraction]]:
    """The answers as decided, and the points that were set by hand; the inspector's answers stay untouched."""
    layered, overruled = dict(answers), dict[str, Fraction]()
    for decided in decisions:
        layered[decided.code] = replace(layered.get(decided.code, ScoredAnswer()), state=decided.state)
        overruled.pop(decided.code, None)
        if decided.earned is not None:
            overruled[decided.code] = decided.earned
    return layered, overruled


def canonical_input(version_hash: str, answers: Mapping[str, ScoredAnswer], decisions: Iterable[Decided] = ()) -> str:
    """The one way to write what a score is computed from."""
    return json.dumps(
        {
            "engine": ENGINE,
            "version": version_hash,
            "answers": {code: _answer(answer) for code, answer in answers.items()},
            "decisions": [[each.code, each.state, _text(each.earned)] for each in decisions],
        },
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )


def input_hash(version_hash: str, answers: Mapping[str, ScoredAnswer], decisions: Iterable[Decided] = ()) -> str:
    """SHA-256 of the canonical input."""
    return hashlib.sha256(canonical_input(version_hash, answers, decisions).encode()).hexdigest()


def _answer(answer: ScoredAnswer) -> list[Any]:
    return [answer.state, _text(answer.level), [[str(points), times] for points, times in answer.deductions]]


def _text(value: Fraction | None) -> str | None:
    return None if value is None else str(value)
