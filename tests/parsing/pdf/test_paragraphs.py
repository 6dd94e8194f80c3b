from pathlib import Path

from reqx.model.blocks import BlockKind
from tests.parsing.pdf.make import LOREM, Sheet, block_with, parsed, texts


def test_lines_of_a_paragraph_are_joined(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.lines(70, 100, LOREM)
    assert texts(parsed(sheet.save())) == [" ".join(LOREM)]


def test_wider_gap_ends_a_paragraph(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.lines(70, sheet.lines(70, 100, LOREM) + 8, LOREM)
    assert texts(parsed(sheet.save())) == [" ".join(LOREM)] * 2


def test_indented_first_line_begins_a_paragraph(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    for i in range(2):
        sheet.text(90, 100 + 36 * i, LOREM[0][:78])
        sheet.lines(70, 112 + 36 * i, LOREM[1:])
    assert len(texts(parsed(sheet.save()))) == 2


def test_line_with_room_for_the_next_word_ends_a_paragraph(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.lines(70, 100, [LOREM[0], "and ends early.", *LOREM])
    assert texts(parsed(sheet.save())) == [f"{LOREM[0]} and ends early.", " ".join(LOREM)]


def test_item_goes_on_at_its_text(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.text(70, 88, "The station shall have:")
    for i in range(2):
        sheet.text(75, 100 + 24 * i, "•")
        sheet.lines(90, 100 + 24 * i, [f"{LOREM[0][:60]} {i}", "and more."])
    items = parsed(sheet.save()).blocks[1:]
    assert [item.text for item in items] == [f"• {LOREM[0][:60]} {i} and more." for i in range(2)]
    assert {(item.kind, item.label, item.intro) for item in items} == {
        (BlockKind.LIST_ITEM, "•", 0)
    }


def test_paragraph_at_the_margin_ends_the_item_before_it(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.text(75, 100, "• a signed declaration of conformity.")
    sheet.lines(70, 112, LOREM)
    assert texts(parsed(sheet.save()))[1] == " ".join(LOREM)


def test_number_that_wraps_to_the_next_line_begins_nothing(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.lines(70, 100, [LOREM[0] + " of section", "3.2 and of the drawing."])
    assert len(texts(parsed(sheet.save()))) == 1


def test_mark_alone_in_brackets_ends_its_sentence(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.lines(70, 100, [f"2.1.3 {LOREM[0]}.", "(M)"])
    sheet.lines(70, 140, [f"2.1.4 {LOREM[0]}."])
    assert texts(parsed(sheet.save()))[0].endswith("(M)")


def test_size_ends_a_paragraph(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.text(70, 100, LOREM[0], size=12)
    sheet.text(70, 113, LOREM[1], size=9)
    assert len(texts(parsed(sheet.save()))) == 2


def test_list_levels_follow_the_indent(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    for i, (x, mark) in enumerate([(75, "1)"), (95, "-"), (95, "-"), (75, "2)")]):
        sheet.text(x, 100 + 14 * i, f"{mark} item number {i};")
    assert [block.level for block in parsed(sheet.save()).blocks] == [1, 2, 2, 1]


def test_identifier_of_a_series_is_a_label_and_a_lone_one_a_word(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    lines = ["FR-1 The gate shall close.", "FR-2 It shall ring.", "RS-232 is not used."]
    for i, line in enumerate(lines):
        sheet.text(70, 100 + 30 * i, line)
    found = parsed(sheet.save())
    assert [block_with(found, line).label for line in lines] == ["FR-1", "FR-2", ""]


def test_name_that_several_sentences_begin_with_is_no_label(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    lines = ["WP2 members shall sign.", "WP3 shall ring.", "WP2 is led by a council."]
    numbered = ["WP-1 shut the gate,", "WP-2 ring."]
    for i, line in enumerate([*lines, *numbered]):
        sheet.text(70, 100 + 30 * i, line)
    found = parsed(sheet.save())
    assert [block_with(found, line).label for line in lines] == ["", "", ""]
    assert [block_with(found, line).label for line in numbered] == ["WP-1", "WP-2"]


def test_item_of_which_only_the_first_line_is_indented(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    for i in range(2):
        sheet.text(100, 100 + 36 * i, f"{i + 1}.1 {LOREM[0][:72]}")
        sheet.lines(70, 112 + 36 * i, LOREM[1:])
    found = texts(parsed(sheet.save()))
    assert found == [f"{i}.1 {LOREM[0][:72]} {' '.join(LOREM[1:])}" for i in (1, 2)]


def test_definition_of_which_only_the_first_line_is_not_indented(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.text(70, 100, f"Ledger {LOREM[0][:-7]}")
    sheet.lines(130, 112, [line[:60] for line in LOREM[1:]])
    assert len(texts(parsed(sheet.save()))) == 1


def test_sentence_goes_on_where_something_else_reaches_further(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.text(70, 80, LOREM[0] + " and further.")
    long = "The contractor keeps the ledger of all the works at the pump station"
    others = ["d'autres at once.", "http://example.org/a", "state: ready", "b more"]
    for i, rest in enumerate(others):
        sheet.lines(70, 110 + 30 * i, [long, rest])
    assert texts(parsed(sheet.save()))[1:] == [
        f"{long} d'autres at once.",
        *(text for rest in others[1:] for text in (long, rest)),
    ]


def test_sentence_goes_on_after_a_word_that_ends_none(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.text(70, 80, LOREM[0] + " and further.")
    long = "- The contractor keeps the ledger of all the works which belong to"
    for i, rest in enumerate(["Pump 4 of the station", "- Pump 5", "The upper reservoir"]):
        sheet.lines(70, 110 + 30 * i, [long.removesuffix(" to" * (i == 2)), rest])
    assert texts(parsed(sheet.save()))[1:] == [
        f"{long} Pump 4 of the station",
        *(long, "- Pump 5"),
        *(long.removesuffix(" to"), "The upper reservoir"),
    ]


def test_item_goes_on_at_its_label(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.text(70, 80, LOREM[0] + " and further.")
    item = "- The contractor keeps the ledger of all the works at the station"
    sheet.lines(70, 110, [item, "and shows it."])
    sheet.lines(70, 140, [item, "It shows them."])
    assert texts(parsed(sheet.save()))[1:] == [f"{item} and shows it.", item, "It shows them."]


def test_item_goes_on_below_more_white_than_usual(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.lines(70, 80, LOREM)
    long = f"{LOREM[0].rsplit(maxsplit=2)[0]} tubes"
    for i in range(2):
        sheet.text(80, 140 + 50 * i, f"• {long}")
        sheet.text(87, 165 + 50 * i, "and more." if i else "Others too.")
    first, second = f"• {long}", f"• {long} and more."
    assert texts(parsed(sheet.save()))[1:] == [first, "Others too.", second]


def test_lines_close_to_each_other_are_one_sentence_whatever_room_they_leave(
    tmp_path: Path,
) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.lines(70, 80, LOREM)
    sheet.lines(70, 140, ["The pump shows", "the state of its valves."])
    sheet.lines(70, 190, ["red lamps", "green lamps"])
    sheet.lines(70, 240, ["The pump stops.", "its valves too"])
    assert texts(parsed(sheet.save()))[1:] == [
        "The pump shows the state of its valves.",
        *("red lamps", "green lamps", "The pump stops.", "its valves too"),
    ]
