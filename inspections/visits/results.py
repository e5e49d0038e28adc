"""A result as its pages show it: figures, every lost point, the sums that an outsider can re-add."""

from core.numbers import show_fraction
from inspections.scoring import Score, findings_outcome, gates_outcome, lost_points
from inspections.visits import queries, scores, sheet
from inspections.visits.models import Inspection


def result_page(inspection: Inspection, cards: list[sheet.Card]) -> dict:
    """Everything that a result page shows."""
    version = inspection.checklist_version
    by_code = {card.item.code: card for card in cards}
    layer = scores.decided(version, queries.decisions_of(inspection))
    for each in layer:
        by_code[each.code].reviewed = each.state
    judged = {card.item.code: card.judgement for card in cards}
    first, result = scores.compute(version, judged), scores.compute(version, judged, layer)
    parts = sheet.sections(version, cards)
    asked = [card for card in cards if card.asked]
    return {
        "version": version,
        "cards": by_code,
        "sections": parts,
        "groups": sheet.strip_groups(parts),
        "answered": sum(card.judgement is not None for card in asked),
        "total": len(asked),
        "score": result,
        "first_score": first,
        "lost": [(by_code[item.rule.code], item) for item in lost_points(result)],
        "findings": findings_outcome(result),
        "gates": gates_outcome(result),
        "sums": written_sums(parts, result),
        "verdict": scores.verdict(version, result),
    }


def written_sums(parts: list[sheet.Section], result: Score) -> list[dict]:
    """The sum of each section, written out: 2 + 8/3 + 0 = 14/3 of 6."""
    rows = []
    for part in parts:
        items = [result.items[card.item.code] for card in part.cards if result.items[card.item.code].rule.counts]
        counted = [item for item in items if item.state != "na"]
        sums = result.sections.get(part.path)
        if sums:
            rows.append(
                {
                    "label": part.label,
                    "terms": [
                        (item.rule.code, show_fraction(item.earned), show_fraction(item.possible)) for item in counted
                    ],
                    "earned": show_fraction(sums.earned),
                    "possible": show_fraction(sums.possible),
                    "effective": show_fraction(sums.effective),
                    "left_out": show_fraction(sums.full - sums.possible),
                }
            )
    return rows
