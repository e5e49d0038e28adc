"""Canonical JSON is the same text in Python and on the phone."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.js.offline.stand_in import canonical, sha256

pytestmark = pytest.mark.browser
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
WHOLE = st.integers(-(2**53) + 1, 2**53 - 1)
VALUES = st.recursive(
    st.none() | st.booleans() | WHOLE | TEXT,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(TEXT, inner, max_size=5),
    max_leaves=20,
)


@given(values=st.lists(VALUES, max_size=30))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_canonical_json_is_the_same_in_python(phone, values):
    texts = [canonical(value) for value in values]
    assert phone.run("return given.map((text) => canonical.canonical(JSON.parse(text)))", texts) == texts


def test_keys_are_sorted_by_code_point_not_by_half_characters(phone):
    value = {"\ue000": 1, "\U00020bb7": 2, "z": 3, "": 4, "a": 5, "ab": 6, "\U0001f600": 7, "\U0001f600a": 8}
    written = phone.run("return canonical.canonical(JSON.parse(given))", canonical(value))
    assert written == canonical(value)
    assert phone.run("return canonical.sha256(given)", written) == sha256(written)


@pytest.mark.parametrize("value", ["1.5", "NaN", "1e300", "() => 1", "2 ** 53"])
def test_what_both_sides_might_write_differently_has_no_canonical_form(phone, value):
    assert phone.refused(f"return canonical.canonical({{ a: {value} }})") == "TypeError"


def test_half_a_character_and_nul_never_reach_the_chain(phone):
    draft = phone.begin()
    content = phone.run(
        """const visit = await visits.load(given);
        await visits.setAnswer(visit, 'i1', { note: 'a\\ud800b\\0c' });
        return (await db.all('entries'))[0].content.inputs.note""",
        draft,
    )
    assert content == "a\ufffdb\ufffdc"
    assert phone.run("return chain.verify((await db.all('entries')).map(({ draft, ...each }) => each))")
