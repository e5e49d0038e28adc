"""The pace of the reader is measured over the same characters, and over a file that grows."""

from checklists.reading.benchmark import beside_plain, growth

FILE = ("a.txt", "某办法\n\n第一条 面积不低于500平方米。\n\n第二条 每月至少抽查一次。".encode())


def test_both_paces_are_over_the_same_characters():
    reader, plain = beside_plain([FILE, FILE])
    assert reader.characters == plain.characters == 2 * len(FILE[1].decode())
    assert reader.seconds > 0 and plain.seconds > 0
    assert reader.per_second == reader.characters / reader.seconds


def test_the_file_grows_a_hundredfold():
    grown = list(growth(*FILE))
    assert [each.times for each in grown] == [1, 10, 100]
    assert [each.pace.characters for each in grown] == [(len(FILE[1].decode()) + 1) * n for n in (1, 10, 100)]
    assert all(each.each > 0 for each in grown)
