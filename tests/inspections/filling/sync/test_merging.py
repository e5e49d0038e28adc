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
from inspections.filling.sync.merging import BESIDE, FOLLOWS, SAME, Present, place

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
        (Present(2, {"state": "pass"}, "B"), "pass", 0, SAME),
        (Present(2, {"state": "fail"}, "A"), "pass", 0, FOLLOWS),
        (Present(2, {"state": "fail"}, "B"), "pass", 2, FOLLOWS),
        (Present(2, {"state": "fail"}, "B"), "pass", 1, BESIDE),
        (Present(2, {"state": "fail"}, None), "pass", 0, BESIDE),
    ],
)
def test_an_answer_follows_or_stands_beside(present, content, base, verdict):
    assert place(present, {"state": content}, base, "A") == verdict


STEPS = st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from("xyz"), st.sampled_from("pqr")), max_size=20)


@given(STEPS)
def test_nothing_that_two_drafts_say_is_ever_dropped(steps):
    """Each draft saw nothing of the other: every answer is in force, was, stands beside, or is the same."""
    force: dict[str, Present] = {}
    kept: dict[str, set] = {}
    for draft, item, word in steps:
        content = {"state": word}
        verdict = place(force.get(item), content, 0, draft)
        if verdict == FOLLOWS:
            force[item] = Present(force[item].revision + 1 if item in force else 1, content, draft)
        if verdict != SAME:
            kept.setdefault(item, set()).add(word)
        assert word in kept[item]
        if verdict == BESIDE:
            assert force[item].draft != draft and force[item].content != content


@given(STEPS)
def test_drafts_with_different_items_merge_in_any_order(steps):
    own = [(draft, item + draft, word) for draft, item, word in steps]

    def run(ordered):
        force: dict[str, Present] = {}
        for draft, item, word in ordered:
            verdict = place(force.get(item), {"state": word}, 0, draft)
            assert verdict != BESIDE
            if verdict == FOLLOWS:
                force[item] = Present(1, {"state": word}, draft)
        return {item: present.content for item, present in force.items()}

    assert run(own) == run(sorted(own, key=lambda step: step[0]))
