"""The rules of merging and of the chain, over all that could arrive."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.filling.sync.chain import (
    GENESIS,
    ChainBroken,
    ChainDiffers,
    ChainGap,
    canonical,
    continue_chain,
    linked,
)
from inspections.filling.sync.merging import AGREES, BESIDE, FOLLOWS, SAME, Present, first, place

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
ENTRY = st.fixed_dictionaries({"kind": st.just("answer"), "item": WORDS, "content": st.dictionaries(WORDS, WORDS)})
CHAINS = st.lists(ENTRY, min_size=1, max_size=8).map(linked)


@given(CHAINS, st.data())
def test_a_chain_is_taken_in_any_cut_and_each_entry_once(chain, data):
    known: dict[int, str] = {}
    while len(known) < len(chain):
        first = data.draw(st.integers(1, len(known) + 1))
        last = data.draw(st.integers(len(known) + 1, len(chain)))
        sent = chain[first - 1 : last]
        new = continue_chain(known, first, sent, sent[-1]["hash"])
        assert [entry["seq"] for entry in new] == list(range(len(known) + 1, last + 1))
        known |= {entry["seq"]: entry["hash"] for entry in new}


@given(CHAINS, st.data())
def test_a_change_anywhere_is_found(chain, data):
    at = data.draw(st.integers(0, len(chain) - 1))
    name = data.draw(st.sampled_from(["item", "content", "previous", "hash", "seq"]))
    other = {
        "item": chain[at]["item"] + "x",
        "content": {"new": "x" * 9},
        "previous": "f" * 64,
        "hash": "f" * 64,
        "seq": 99,
    }
    forged = [*chain[:at], {**chain[at], name: other[name]}, *chain[at + 1 :]]
    with pytest.raises(ChainBroken):
        continue_chain({}, 1, forged, chain[-1]["hash"])


@given(CHAINS, CHAINS)
def test_another_chain_never_takes_the_place_of_a_known_one(chain, other):
    known = {entry["seq"]: entry["hash"] for entry in chain}
    if other[0]["hash"] != chain[0]["hash"]:
        with pytest.raises(ChainDiffers):
            continue_chain(known, 1, other, other[-1]["hash"])


@given(CHAINS)
def test_a_gap_is_never_taken(chain):
    if len(chain) > 1:
        with pytest.raises(ChainGap):
            continue_chain({}, 2, chain[1:], chain[-1]["hash"])


def test_the_first_entry_stands_on_nothing_and_the_form_is_canonical():
    assert linked([{"kind": "submit"}])[0]["previous"] == GENESIS
    assert canonical({"b": 1, "a": "条", "c": [None, True]}) == '{"a":"条","b":1,"c":[null,true]}'


@pytest.mark.parametrize(
    ("present", "content", "base", "verdict"),
    [
        (None, "pass", 0, FOLLOWS),
        (None, "pass", 7, FOLLOWS),
        (first(2, {"state": "pass"}, "A"), "pass", 0, SAME),
        (first(2, {"state": "pass"}, "B"), "pass", 0, AGREES),
        (first(2, {"state": "pass"}, None), "pass", 0, AGREES),
        (Present(1, 2, {"state": "pass"}, frozenset("AB")), "pass", 0, SAME),
        (first(2, {"state": "fail"}, "A"), "pass", 0, FOLLOWS),
        (first(2, {"state": "fail"}, "B"), "pass", 2, FOLLOWS),
        (first(2, {"state": "fail"}, "B"), "pass", 1, BESIDE),
        (first(2, {"state": "fail"}, None), "pass", 0, BESIDE),
        (Present(2, 3, {"state": "fail"}, frozenset("AB")), "pass", 0, BESIDE),  # another has said the same, unseen
        (Present(2, 3, {"state": "fail"}, frozenset("AB")), "pass", 1, BESIDE),
        (Present(2, 3, {"state": "fail"}, frozenset("AB")), "pass", 2, FOLLOWS),
        (Present(2, 3, {"state": "fail"}, frozenset("BC")), "pass", 3, FOLLOWS),
    ],
)
def test_an_answer_follows_or_stands_beside(present, content, base, verdict):
    assert place(present, {"state": content}, base, "A") == verdict


STEPS = st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from("xyz"), st.sampled_from("pqr")), max_size=20)


def _run(steps) -> tuple[dict[str, Present], list[tuple]]:
    """What is in force in the end, and what stands beside; each draft saw nothing of the other."""
    force: dict[str, Present] = {}
    beside = []
    for draft, item, word in steps:
        said, known = {"state": word}, force.get(item)
        verdict = place(known, said, 0, draft)
        if verdict in (FOLLOWS, AGREES):
            number = known.revision + 1 if known else 1
            force[item] = known.then(number, said, draft) if known else first(number, said, draft)
        if verdict == BESIDE:
            beside.append((draft, item, word))
    return force, beside


@given(STEPS)
def test_the_last_word_of_each_draft_is_in_force_or_stands_beside(steps):
    force, beside = _run(steps)
    last = {(draft, item): word for draft, item, word in steps}
    for (draft, item), word in last.items():
        assert force[item].content == {"state": word} or (draft, item, word) in beside


@given(STEPS)
def test_drafts_with_different_items_merge_in_any_order(steps):
    own = [(draft, item + draft, word) for draft, item, word in steps]
    (one, beside), (other, _) = _run(own), _run(sorted(own, key=lambda step: step[0]))
    assert not beside
    assert {item: each.content for item, each in one.items()} == {item: each.content for item, each in other.items()}
