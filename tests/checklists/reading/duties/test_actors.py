"""Who is bound, as far as the sentence says so."""

import pytest

from checklists.reading.duties.actors import actor


@pytest.mark.parametrize(
    "sentence, name",
    [
        ("洁净煤配送中心（点）必须使用建设用地。", "洁净煤配送中心（点）"),
        ("县财政局负责补贴资金筹集。", "县财政局"),
        ("采购办负责监督。", "采购办"),
        ("被约谈单位应在约谈结束后报送。", "被约谈单位"),
        ("设置排水沟。", None),
        ("煤质检验报告应一式三份。", None),
        ("不得弄虚作假。", None),
    ],
)
def test_the_actor_is_named_only_where_the_text_names_one(sentence, name):
    assert actor(sentence) == name
