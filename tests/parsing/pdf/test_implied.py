from pathlib import Path

from tests.parsing.pdf.make import Sheet, cells, parsed, texts


def test_cells_without_rules_are_told_by_the_order_of_the_file(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.lines(70, 100, ["Response", "time"])
    sheet.lines(200, 100, ["How long the server", "takes to answer"])
    sheet.lines(380, 100, ["high"])
    assert cells(parsed(sheet.save())) == [
        ["Response time", "How long the server takes to answer", "high"]
    ]


def test_long_cell_is_followed_to_its_end(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.lines(70, 100, [f"line {i} of the first" for i in range(6)])
    sheet.lines(220, 100, ["second", "cell"])
    first = " ".join(f"line {i} of the first" for i in range(6))
    assert cells(parsed(sheet.save())) == [[first, "second cell"]]


def test_cell_set_half_a_line_lower_is_not_spliced_in(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.lines(200, 100, ["The colours and sizes of", "what it paints"])
    sheet.text(70, 106, "Pictures")
    assert cells(parsed(sheet.save())) == [["Pictures", "The colours and sizes of what it paints"]]


def test_wide_white_within_a_line_written_in_order_is_no_cell(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.text(70, 100, "Supply voltage")
    sheet.text(250, 100, "24 V")
    sheet.text(70, 112, "Current")
    sheet.text(250, 112, "2 A")
    found = parsed(sheet.save())
    assert cells(found) == []
    assert "Supply voltage 24 V" in texts(found)[0]


def test_bullets_written_apart_are_no_column(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    items = [["The ledger is kept", "for ten years."], ["The log is kept", "for one."]]
    for i, item in enumerate(items):
        sheet.lines(90, 100 + 24 * i, item)
    for i in range(2):
        sheet.text(70, 100 + 24 * i, "•")
    found = parsed(sheet.save())
    assert cells(found) == []
    assert texts(found) == [f"• {' '.join(item)}" for item in items]


def test_mark_in_place_of_a_value_stands_in_its_column(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.lines(70, 100, ["Additional", "remarks"])
    sheet.text(250, 100, "-")
    assert cells(parsed(sheet.save())) == [["Additional remarks", "-"]]


def test_number_in_the_middle_of_a_cell_s_height_is_no_part_of_it(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.text(70, 112, "PS-50")
    sheet.lines(104, 100, ["The station feeds", "the two reservoirs", "at night"])
    sheet.text(380, 112, "Functional")
    assert cells(parsed(sheet.save())) == [
        ["PS-50", "The station feeds the two reservoirs at night", "Functional"]
    ]


def test_cell_begins_above_the_number_beside_it(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.text(70, 80, "The numbers are those of the station.")
    sheet.text(70, 118, "PS-51")
    lines = ["The station feeds", "the two reservoirs", "of the upper yard", "at night"]
    sheet.lines(104, 100, lines)
    sheet.text(380, 118, "Functional")
    found = parsed(sheet.save())
    assert cells(found) == [["PS-51", " ".join(lines), "Functional"]]
    assert texts(found)[0] == "The numbers are those of the station."
