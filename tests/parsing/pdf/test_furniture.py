from pathlib import Path

import pytest

from reqx.model.blocks import BlockKind
from tests.parsing.pdf.make import LOREM, Sheet, parsed, texts


def report(path: Path, pages: int, header: str, footer: str) -> Sheet:
    """Draw pages of text; `{n}` in header and footer is the page's number."""
    sheet = Sheet(path)
    for n in range(1, pages + 1):
        sheet.text(70, 40, header.format(n=n), size=8)
        sheet.lines(70, 300, [f"Page text {'abcdefgh'[n - 1]} begins.", *LOREM])
        sheet.text(280, 810, footer.format(n=n), size=8)
        if n < pages:
            sheet.turn()
    return sheet


@pytest.mark.parametrize("footer", ["{n}", "- {n} -", "Page {n} of 4", "{n} (4)"])
@pytest.mark.parametrize("pages", [2, 4])
def test_header_and_page_number_are_kept_out_of_the_text(
    tmp_path: Path, footer: str, pages: int
) -> None:
    found = parsed(report(tmp_path / "a.pdf", pages, "Lock project, rev. C", footer).save())
    assert "rev. C" not in found.text
    assert len(found.blocks) == 2 * pages
    assert set(found.furniture) == {"Lock project, rev. C", footer.format(n=1)}


def test_page_number_alone_at_the_foot_of_a_single_page_is_furniture(tmp_path: Path) -> None:
    sheet = report(tmp_path / "a.pdf", 1, "Letter to the council", "Page 1 of 1")
    assert texts(parsed(sheet.save()))[-1].startswith(LOREM[0])


def test_odd_and_even_pages_have_headers_of_their_own(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    for n in range(1, 7):
        sheet.text(70, 40, "Lock project" if n % 2 else "Third volume")
        sheet.lines(70, 300, LOREM)
        sheet.turn()
    assert set(parsed(sheet.save()).furniture) == {"Lock project", "Third volume"}


def test_heading_at_the_top_of_one_page_stays(tmp_path: Path) -> None:
    sheet = report(tmp_path / "a.pdf", 3, "Lock project", "{n}")
    sheet.turn()
    sheet.text(70, 60, "5 Delivery", size=14, bold=True)
    sheet.lines(70, 100, LOREM)
    assert "5 Delivery" in texts(parsed(sheet.save()), BlockKind.HEADING)


def test_running_section_name_stays_once_as_its_heading(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    for n in range(12):
        sheet.text(
            70, 60, f"{1 + n // 4} " + ["Scope", "Design", "Tests"][n // 4], size=12, bold=True
        )
        sheet.lines(70, 300, LOREM)
        sheet.turn()
    found = texts(parsed(sheet.save()), BlockKind.HEADING)
    assert found == ["1 Scope", "2 Design", "3 Tests"]


@pytest.mark.parametrize("pages", [(3, 4, 5), (3, 4, 6)])
def test_headings_of_one_name_that_count_up_with_the_pages_stay(
    tmp_path: Path, pages: tuple[int, ...]
) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    names = [f"2.{i} Operation of the gates" for i in range(3)]
    for n in range(1, 13):
        if n in pages:
            sheet.text(70, 70, names[pages.index(n)], size=13, bold=True)
        sheet.lines(70, 110, [f"Of {'abcdefghijkl'[n - 1]} in general.", *LOREM])
        sheet.turn()
    assert texts(parsed(sheet.save()), BlockKind.HEADING) == names


def test_identifiers_at_the_top_of_pages_are_no_page_numbers(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    for identifier in ("LK-12", "LK-15", "LK-31", "LK-40"):
        sheet.text(70, 60, f"{identifier} The gate shall close.")
        sheet.lines(70, 300, LOREM)
        sheet.turn()
    assert sum("LK-" in text for text in texts(parsed(sheet.save()))) == 4


def test_list_that_repeats_at_the_foot_of_pages_stays(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    for _ in range(4):
        sheet.lines(70, 300, LOREM)
        sheet.text(70, 790, "• Remarks: none")
        sheet.turn()
    assert texts(parsed(sheet.save())).count("• Remarks: none") == 4


def test_title_block_in_a_table_is_furniture(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    for n in range(1, 5):
        sheet.table([70, 250, 400, 520], 20, [["Lock project", "Volume C", f"Sheet {n}"]])
        sheet.lines(70, 300, LOREM)
        sheet.turn()
    assert parsed(sheet.save()).furniture == ("Lock project Volume C Sheet 1",)


def test_watermark_is_furniture_at_any_height(tmp_path: Path) -> None:
    sheet = report(tmp_path / "a.pdf", 1, "", "")
    for _ in range(3):
        sheet.turn()
        sheet.lines(70, 300, LOREM)
        sheet.canvas.translate(100, 500)
        sheet.canvas.rotate(45)
        sheet.canvas.drawString(0, 0, "Draft copy")
    assert parsed(sheet.save()).furniture == ("Draft copy",)


def test_footer_of_a_revised_page_is_furniture_in_spite_of_its_date(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    for n in range(1, 7):
        sheet.lines(70, 300, [f"Page text {'abcdef'[n - 1]} begins.", *LOREM])
        day = 7 if n in {2, 5} else 4
        sheet.text(70, 812, f"lock.docx, 0{day}.03.2024, {n}/6", size=8)
        sheet.turn()
    assert "lock.docx" not in parsed(sheet.save()).text


@pytest.mark.parametrize("answer", ["Yes", "Mandatory: yes", "The gate shall close."])
@pytest.mark.parametrize("pages", [{1, 2, 3}, {1, 2, 3, 4, 5}])
def test_body_text_that_stands_first_on_several_pages_stays(
    tmp_path: Path, answer: str, pages: set[int]
) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    for n in range(1, 9):
        sheet.text(70, 40, "Lock project, rev. C", size=8)
        sheet.text(70, 75, answer if n in pages else f"Of {'abcdefgh'[n - 1]} in general.")
        sheet.lines(70, 130, LOREM)
        sheet.turn()
    found = parsed(sheet.save())
    assert sum(answer in text for text in texts(found)) == len(pages)
    assert found.furniture == ("Lock project, rev. C",)


def test_repeated_line_of_a_paragraph_stays(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    for n in range(1, 7):
        sheet.lines(70, 70, [*LOREM[:2], f"and to the {'abcdef'[n - 1]} mark."])
        sheet.turn()
    assert sum(LOREM[0] in text for text in texts(parsed(sheet.save()))) == 6


def test_repeated_sentence_that_many_pages_lack_stays(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    for n in range(1, 9):
        if n < 6:
            sheet.text(70, 60, "The system shall answer.")
        sheet.lines(70, 130, [f"Of {'abcdefgh'[n - 1]} in general.", *LOREM])
        sheet.turn()
    assert texts(parsed(sheet.save())).count("The system shall answer.") == 5


def test_notice_in_whole_sentences_on_each_page_is_furniture(tmp_path: Path) -> None:
    notice = "No part of this volume shall be copied."
    sheet = Sheet(tmp_path / "a.pdf")
    for n in range(1, 9):
        sheet.lines(70, 130, [f"Of {'abcdefgh'[n - 1]} in general.", *LOREM])
        sheet.text(70, 812, notice)
        sheet.turn()
    assert parsed(sheet.save()).furniture == (notice,)
