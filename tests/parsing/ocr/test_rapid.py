"""The library rapidocr: what it reads where there is no tesseract, and what its lines become."""

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from reqx.model.blocks import BBox, BlockKind
from reqx.parsing.ocr import GaveUp, Ocr, Picture, engine_for
from reqx.parsing.ocr.rapid import Rapid, _models, _words
from tests.parsing.ocr.make import scanned, seen, tender
from tests.parsing.pdf.make import block_with, parsed, texts

BLANK = Picture(60, 40, 200, b"\xff" * 2400)
LINE: BBox = (10.0, 10.0, 50.0, 30.0)
PRINTED = 0.3
"""How much of the page has words on it: the library takes its time for all that it is shown."""


@pytest.fixture
def without_tesseract(rapid: Rapid, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rapid:
    monkeypatch.setitem(os.environ, "PATH", str(tmp_path))
    return rapid


@dataclass
class Output:
    """What the library returns for one line."""

    txts: tuple[str, ...]
    letters: list[BBox] = field(default_factory=list)
    scores: tuple[float, ...] = (0.5,)

    @property
    def boxes(self) -> list[list[tuple[float, float]]]:
        return [corners(LINE)]

    @property
    def word_results(self) -> list[list[tuple[str, float, list[tuple[float, float]]]]]:
        return [[("", 1.0, corners(box)) for box in self.letters]]

    def __len__(self) -> int:
        return len(self.txts)


def corners(box: BBox) -> list[tuple[float, float]]:
    x0, top, x1, bottom = box
    return [(x0, top), (x1, top), (x1, bottom), (x0, bottom)]


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_scan_reads_as_the_page_it_was_made_of(
    tmp_path: Path, without_tesseract: Rapid, quarters: int
) -> None:
    printed = tender(tmp_path / "a.pdf")
    found = seen(scanned(printed, quarters=quarters, share=PRINTED))
    assert texts(found) == texts(parsed(printed))
    assert texts(found, BlockKind.HEADING) == ["1 Scope of the pump station"]
    assert found.parser.endswith(f", {without_tesseract.name}")


def test_words_of_a_scan_have_their_place(tmp_path: Path, without_tesseract: Rapid) -> None:
    assert without_tesseract
    printed = tender(tmp_path / "a.pdf")
    (there,) = block_with(parsed(printed), "shall close").regions
    (here,) = block_with(seen(scanned(printed, share=PRINTED)), "shall close").regions
    assert here.bbox == pytest.approx(there.bbox, abs=3)


def test_blank_picture_has_no_words(rapid: Rapid) -> None:
    assert rapid.see(BLANK) == []


def test_models_are_the_ones_of_the_package(rapid: Rapid) -> None:
    assert rapid.name.startswith("rapidocr 3.")
    assert all(Path(model).is_file() for _, model in _models())


def test_words_lie_where_their_letters_do() -> None:
    letters = [(x, 10.0, x + 4.0, 30.0) for x in (10.0, 14.0, 40.0, 44.0)]
    first, second = _words(BLANK, Output(("On it",), letters))
    assert (first.text, first.box, first.line) == ("On", (10.0, 10.0, 18.0, 30.0), 0)
    assert (second.text, second.box, second.confidence) == ("it", (40.0, 10.0, 48.0, 30.0), 0.5)


def test_words_share_their_line_where_the_letters_are_not_known() -> None:
    first, second = _words(BLANK, Output(("On it",)))
    assert (first.box, second.box) == ((10.0, 10.0, 26.0, 30.0), (34.0, 10.0, 50.0, 30.0))


@pytest.mark.parametrize("is_inverted", [False, True])
def test_word_is_as_high_as_its_ink(*, is_inverted: bool) -> None:
    paper, ink = (b"\x20", b"\xe0") if is_inverted else (b"\xe0", b"\x20")
    rows = [ink * 2 + paper * 58 if 14 <= row < 24 else paper * 60 for row in range(40)]
    letter = (0.0, 10.0, 12.0, 30.0)
    (word,) = _words(Picture(60, 40, 200, b"".join(rows)), Output(("I",), [letter]))
    assert word.box == (0.0, 14.0, 12.0, 24.0)


def test_picture_that_is_none_is_given_up(rapid: Rapid) -> None:
    with pytest.raises(GaveUp, match="rapidocr failed"):
        rapid.see(Picture(60, 40, 200, b""))


def test_library_is_no_engine_where_it_is_missing(
    without_tesseract: Rapid, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isinstance(engine_for(Ocr.AUTO), type(without_tesseract))
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    assert engine_for(Ocr.AUTO) is None
