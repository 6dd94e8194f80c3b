"""Pages that are pictures, read from the file to the blocks."""

import gc
import re
import sys
from pathlib import Path

import pypdfium2
import pytest

from reqx.errors import ConfigurationError, NeedsOcr
from reqx.model.blocks import BlockKind
from reqx.parsing import PDF, parse
from reqx.parsing.ocr import Ocr
from reqx.parsing.ocr.tesseract import Tesseract
from tests.parsing.ocr.make import over, picture_of, program, row, scanned, seen, tender
from tests.parsing.pdf.make import LOREM, Sheet, block_with, parsed, texts

SHIFT = str.maketrans({chr(code): chr(code - 29) for code in range(ord("a"), ord("z") + 1)})


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_scan_reads_as_the_page_it_was_made_of(
    tmp_path: Path, tesseract: Tesseract, quarters: int
) -> None:
    assert tesseract
    printed = tender(tmp_path / "a.pdf")
    found = seen(scanned(printed, quarters=quarters))
    assert texts(found) == texts(parsed(printed))
    assert texts(found, BlockKind.HEADING) == ["1 Scope of the pump station"]


def test_words_of_a_scan_have_their_place(tmp_path: Path, tesseract: Tesseract) -> None:
    assert tesseract
    printed = tender(tmp_path / "a.pdf")
    (there,) = block_with(parsed(printed), "shall close").regions
    (here,) = block_with(seen(scanned(printed)), "shall close").regions
    assert here.bbox == pytest.approx(there.bbox, abs=3)


def test_places_follow_the_rotation_of_the_page(tmp_path: Path, tesseract: Tesseract) -> None:
    assert tesseract
    copy = scanned(tender(tmp_path / "a.pdf"), quarters=3, rotation=90)
    (region,) = block_with(seen(copy), "shall close").regions
    with pypdfium2.PdfDocument(copy) as document:
        assert document[0].get_size() == pytest.approx((595, 842), abs=1)
    assert region.bbox[0] == pytest.approx(70, abs=3)


def test_parser_and_warning_tell_of_ocr(tmp_path: Path, tesseract: Tesseract) -> None:
    found = seen(scanned(tender(tmp_path / "a.pdf")))
    assert found.parser.endswith(f", {tesseract.name}")
    assert found.pages[0].warnings == ("ocr",)
    assert re.match(r"Page 1 has no text of use and was read by OCR, 9\d% sure", found.warnings[0])


def test_document_with_text_is_not_seen(tmp_path: Path, tesseract: Tesseract) -> None:
    assert tesseract
    printed = tender(tmp_path / "a.pdf")
    assert seen(printed) == parsed(printed)


@pytest.mark.parametrize(("ocr", "is_searched"), [(Ocr.OFF, False), (Ocr.ON, True)])
def test_cycles_are_searched_for_where_ocr_may_leave_some(
    tmp_path: Path, tesseract: Tesseract, ocr: Ocr, *, is_searched: bool
) -> None:
    assert tesseract
    during: list[bool] = []
    printed = tender(tmp_path / "a.pdf")
    parse(printed, PDF, lambda _done, _total: during.append(gc.isenabled()), ocr=ocr)
    assert (during[-1], gc.isenabled()) == (is_searched, True)


def test_same_scan_gives_the_same_document(tmp_path: Path, tesseract: Tesseract) -> None:
    assert tesseract
    copy = scanned(tender(tmp_path / "a.pdf"))
    assert seen(copy) == seen(copy)


def test_garbled_page_is_read_as_it_is_printed(tmp_path: Path, tesseract: Tesseract) -> None:
    assert tesseract
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.lines(70, 100, [line.translate(SHIFT) for line in LOREM * 4])
    # What is printed here is the shifted text itself: OCR must be what read it.
    found = seen(sheet.save())
    assert found.pages[0].warnings == ("ocr",)


def test_number_on_a_scan_is_read_once_and_as_typed(tmp_path: Path, tesseract: Tesseract) -> None:
    assert tesseract
    picture = picture_of(tender(tmp_path / "b.pdf"))
    found = seen(over(tmp_path / "a.pdf", picture, "ACME-000123"))
    assert found.pages[0].warnings == ("ocr",)
    assert found.text.count("ACME") == found.text.count("ACME-000123") == 1
    assert "The gate shall close within 30 seconds." in found.text


def test_picture_without_words_is_said_to_have_none(tmp_path: Path, tesseract: Tesseract) -> None:
    assert tesseract
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.lines(70, 100, LOREM)
    sheet.turn()
    sheet.image()
    assert seen(sheet.save()).warnings == ("Page 2 has an image in which OCR found no words.",)


def test_page_that_ocr_gives_up_still_needs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path / "tesseract", "exit 1")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.image()
    with pytest.raises(NeedsOcr, match="Page 1 has an image that OCR could not finish"):
        seen(sheet.save())


def test_ocr_that_must_be_there_and_is_not_is_no_fault_of_the_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tender(tmp_path / "a.pdf")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    with pytest.raises(ConfigurationError):
        seen(path)


def test_leaders_that_were_taken_for_letters_are_dots(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = row("Delivery", sure="95") + row("ccesccseecsecsuecseccsesss", sure="5") + row("7")
    program(tmp_path / "tesseract", f"printf '{rows}'")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.image()
    found = seen(sheet.save())
    assert found.text == "Delivery .......... 7"
    assert "9" in found.warnings[0].partition("OCR, ")[2][:1]
