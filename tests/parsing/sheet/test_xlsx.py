from pathlib import Path

import pytest

from reqx.errors import Unsupported
from reqx.model.blocks import BlockKind
from reqx.parsing import XLSX
from reqx.parsing.sheet import xlsx
from tests.parsing.sheet.make import (
    cells,
    members,
    merged,
    package,
    read,
    read_file,
    relationships,
    row,
    rows,
    shared,
    sheet,
    styles,
    text,
    value,
    workbook,
)

HEADER = row(1, "Id", "Text")


def test_sheet_is_a_heading_and_rows_with_headers_and_addresses(tmp_path: Path) -> None:
    found = read(tmp_path, sheet(HEADER, row(2, "R1", "It runs")), sheet(row(3, None, "x")))
    assert (found.media_type, found.parser) == (XLSX, xlsx.PARSER)
    assert [(b.kind, b.text, b.part) for b in found.blocks] == [
        (BlockKind.HEADING, "S1", "body"),
        (BlockKind.TABLE_ROW, "Id Text", "A1:B1"),
        (BlockKind.TABLE_ROW, "R1 It runs", "A2:B2"),
        (BlockKind.HEADING, "S2", "body"),
        (BlockKind.TABLE_ROW, "x", "B3"),
    ]
    assert cells(found.blocks[2]) == [("Id", "R1"), ("Text", "It runs")]
    assert found.blocks[4].section == ("S2",)


def test_progress_is_told_after_each_sheet(tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    path = package(tmp_path / "a.xlsx", members(sheet(HEADER), sheet(HEADER)))
    xlsx.read(path, lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


def test_same_bytes_give_the_same_document(tmp_path: Path) -> None:
    path = package(tmp_path / "a.xlsx", members(sheet(HEADER, row(2, "a", 3))))
    assert read_file(path) == read_file(path)


def test_empty_workbook_says_so(tmp_path: Path) -> None:
    found = read(tmp_path, sheet(row(1), row(2, " ")))
    assert (found.blocks, found.warnings) == ((), ("The document has no text.",))


STRINGS = shared(
    "<t>Id</t>",
    "<r><t>rich </t></r><r><rPr/><t>text</t></r>",
    "<t>kanji</t><rPh><t>reading</t></rPh>",
    "<t>a_x000D_b_x0000_c_xD800_d</t>",
)


def test_shared_strings_are_read(tmp_path: Path) -> None:
    given = row(1, *(value(f"{letter}1", i, "s") for i, letter in enumerate("ABCD")))
    [found] = rows(tmp_path, sheet(given), sharedStrings=STRINGS)
    assert [cell.text for cell in found.cells] == ["Id", "rich text", "kanji", "a b c d"]


@pytest.mark.parametrize("index", ["9", "-1", "x", ""])
def test_string_that_is_not_there_is_no_words(tmp_path: Path, index: str) -> None:
    given = row(1, value("A1", index, "s"), "b")
    assert [b.text for b in rows(tmp_path, sheet(given), sharedStrings=STRINGS)] == ["b"]


def test_other_kinds_of_values_are_read(tmp_path: Path) -> None:
    formula = '<c r="A1" t="str"><f>B1&amp;"x"</f><v>result</v></c>'
    logical = value("B1", 1, "b") + value("C1", 0, "b")
    error = value("D1", "#N/A", "e")
    date = value("E1", "2024-03-05", "d")
    [found] = rows(tmp_path, sheet(row(1, formula, logical, error, date)))
    assert found.text == "result TRUE FALSE #N/A 2024-03-05"


def test_formula_without_a_result_has_no_words(tmp_path: Path) -> None:
    assert [b.text for b in rows(tmp_path, sheet(row(1, '<c r="A1"><f>1+1</f></c>', "b")))] == ["b"]


def test_numbers_are_shown_in_their_format(tmp_path: Path) -> None:
    given = row(1, value("A1", 0.5, style=1), value("B1", 45356, style=2), 7)
    [found] = rows(tmp_path, sheet(given), styles=styles("0%", "dd/mm/yyyy"))
    assert found.text == "50% 05/03/2024 7"


def test_workbook_can_count_days_from_1904(tmp_path: Path) -> None:
    made = members(sheet(row(1, value("A1", 1, style=1))), styles=styles("yyyy-mm-dd"))
    made["xl/workbook.xml"] = workbook({"S1": ""}, 'date1904="1"')
    assert read_file(package(tmp_path / "a.xlsx", made)).blocks[1].text == "1904-01-02"


def test_merged_cell_is_read_once_and_covers(tmp_path: Path) -> None:
    head = row(1, "Id", "Time", "stale") + row(2, "stale", "from", "to")
    after = merged("B1:C1", "A1:A2")
    found = rows(tmp_path, sheet(head, row(3, "R1", 2, 3), after=after))
    assert [b.text for b in found] == ["Id Time", "from to", "R1 2 3"]
    assert cells(found[2]) == [("Id", "R1"), ("Time from", "2"), ("Time to", "3")]
    assert found[0].part == "A1:C1"


def test_cells_and_rows_without_an_address_follow_each_other(tmp_path: Path) -> None:
    plain = "<row><c t='inlineStr'><is><t>a</t></is></c><c><v>5</v></c></row>"
    found = rows(tmp_path, sheet(plain, plain))
    assert [b.part for b in found] == ["A1:B1", "A2:B2"]


def test_cells_out_of_order_are_put_in_order(tmp_path: Path) -> None:
    given = row(2, text("C2", "c"), text("A2", "a")) + row(1, "first", "row")
    assert [b.text for b in rows(tmp_path, sheet(given))] == ["first row", "a c"]


HIDDEN = {
    "row": sheet(HEADER, row(2, "a", "b", attributes='hidden="1"')),
    "column": sheet(row(1, "a", "b"), before='<cols><col min="2" max="9" hidden="1"/></cols>'),
}


@pytest.mark.parametrize("kind", HIDDEN)
def test_hidden_rows_and_columns_are_read_and_named(tmp_path: Path, kind: str) -> None:
    found = read(tmp_path, HIDDEN[kind])
    assert found.text.endswith("a\tb")
    assert found.warnings == (f"1 hidden {kind}s were read all the same.",)


def test_empty_hidden_rows_and_columns_are_not_named(tmp_path: Path) -> None:
    columns = '<cols><col min="5" max="9" hidden="1"/></cols>'
    assert (
        read(tmp_path, sheet(HEADER, row(2, attributes='hidden="1"'), before=columns)).warnings
        == ()
    )


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheet_is_read_and_named(tmp_path: Path, state: str) -> None:
    made = members(sheet(HEADER), sheet(row(1, "old")))
    made["xl/workbook.xml"] = workbook({"New": "", "Old": state})
    found = read_file(package(tmp_path / "a.xlsx", made))
    assert found.text.endswith("Old\nold")
    assert found.warnings == ("The sheet 'Old' is hidden; it was read all the same.",)


def test_filter_says_which_row_is_the_header(tmp_path: Path) -> None:
    given = [row(1, "Firm", "Doe"), row(2, "Id", "Text"), row(3, "R1", "x")]
    found = rows(tmp_path, sheet(*given, after='<autoFilter ref="A2:B3"/>'))
    assert [b.is_header_row for b in found] == [False, True, False]


@pytest.mark.parametrize(("count", "is_header"), [("1", True), ("0", False)])
def test_table_says_which_row_is_the_header(tmp_path: Path, count: str, is_header: bool) -> None:  # noqa: FBT001 - a case
    made = members(sheet(row(1, 2019, 2020), row(2, 3, 4)))
    made["xl/worksheets/_rels/sheet1.xml.rels"] = relationships(("t", "table", "../tables/t1.xml"))
    made["xl/tables/t1.xml"] = f'<table ref="A1:B2" headerRowCount="{count}"/>'
    found = read_file(package(tmp_path / "a.xlsx", made)).blocks
    assert found[1].is_header_row is is_header


def test_bold_row_behind_a_gap_begins_another_table(tmp_path: Path) -> None:
    given = [HEADER, row(2, "a", "b"), row(4, "Nr", "Words", style=1), row(5, "c", "d")]
    found = rows(tmp_path, sheet(*given), styles=styles("General", bold=True))
    assert cells(found[3]) == [("Nr", "c"), ("Words", "d")]


def test_ranges_that_are_none_are_passed_over(tmp_path: Path) -> None:
    after = merged("A1:", "x", "") + '<autoFilter ref="#REF!"/>'
    assert [b.text for b in rows(tmp_path, sheet(HEADER, row(2, "a", "b"), after=after))] == [
        "Id Text",
        "a b",
    ]


def test_comments_and_shapes_are_read(tmp_path: Path) -> None:
    made = members(sheet(HEADER))
    made["xl/worksheets/_rels/sheet1.xml.rels"] = relationships(
        ("c", "comments", "../comments1.xml"), ("d", "drawing", "/xl/drawings/d.xml")
    )
    inner = '<comment ref="B1"><text><r><t>why</t></r><r><t> so?</t></r></text></comment>'
    made["xl/comments1.xml"] = f"<comments><commentList>{inner}</commentList></comments>"
    made["xl/drawings/d.xml"] = "<d><p><r><t>in a </t></r><r><t>box</t></r></p><p/></d>"
    found = read_file(package(tmp_path / "a.xlsx", made)).blocks[2:]
    assert [(b.kind, b.text, b.part) for b in found] == [
        (BlockKind.COMMENT, "why so?", "B1"),
        (BlockKind.PARAGRAPH, "in a box", "text box"),
    ]


def test_strict_workbook_is_read(tmp_path: Path) -> None:
    made = {
        name: content.replace("http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/")
        for name, content in members(sheet(HEADER, row(2, "a", 3))).items()
    }
    assert read_file(package(tmp_path / "a.xlsx", made)).text == "S1\nId\tText\na\t3"


def test_external_and_missing_parts_are_passed_over(tmp_path: Path) -> None:
    made = members(sheet(HEADER))
    made["xl/worksheets/_rels/sheet1.xml.rels"] = relationships(
        ("a", "comments", "nothing.xml"), ("b", "table", "../../../../etc/passwd")
    ).replace('Target="nothing', 'TargetMode="External" Target="nothing')
    assert read_file(package(tmp_path / "a.xlsx", made)).text == "S1\nId\tText"


def test_binary_workbook_is_unsupported(tmp_path: Path) -> None:
    made = {"_rels/.rels": relationships(("r", "officeDocument", "xl/workbook.bin"))}
    with pytest.raises(Unsupported, match=r"a\.xlsx") as caught:
        read_file(package(tmp_path / "a.xlsx", made))
    assert "LibreOffice" in caught.value.hint
