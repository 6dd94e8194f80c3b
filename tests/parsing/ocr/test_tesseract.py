"""The program tesseract: what it is asked, and what becomes of its bad days."""

import os
import sys
import time
from pathlib import Path

import pytest

from reqx.errors import ConfigurationError
from reqx.parsing.ocr import GaveUp, Ocr, Picture, engine_for
from reqx.parsing.ocr.tesseract import Tesseract
from tests.parsing.ocr.make import program, row

BLANK = Picture(60, 40, 200, b"\xff" * 2400)


def seeing(folder: Path, rows: str) -> Tesseract:
    return Tesseract(program(folder / "tesseract", f"printf '{rows}'"))


def test_word_has_its_box_and_confidence(tmp_path: Path) -> None:
    (word,) = seeing(tmp_path, row("gate", sure="93.5")).see(BLANK)
    assert (word.text, word.box, word.confidence) == ("gate", (10, 20, 40, 28), 0.935)


def test_words_of_one_line_share_its_number(tmp_path: Path) -> None:
    rows = row("The") + row("gate") + row("closes", line=2) + row("again", block=2)
    words = seeing(tmp_path, rows).see(BLANK)
    assert [word.line for word in words] == [0, 0, 1, 2]


def test_rows_without_a_word_are_passed_over(tmp_path: Path) -> None:
    rows = r"level\tpage\n" + row(" ", sure="-1") + row("gate") + "4" + row("line")[1:]
    assert [word.text for word in seeing(tmp_path, rows).see(BLANK)] == ["gate"]


def test_name_tells_version_and_languages(tmp_path: Path) -> None:
    assert seeing(tmp_path, "").name == "tesseract 9.9 deu"


def test_english_and_french_are_read_together(tesseract: Tesseract) -> None:
    assert tesseract.name.endswith(" eng+fra")


def test_blank_picture_has_no_words(tesseract: Tesseract) -> None:
    assert tesseract.see(BLANK) == []


def test_program_that_hangs_is_killed(tmp_path: Path) -> None:
    engine = Tesseract(program(tmp_path / "tesseract", "exec sleep 60"), seconds=0.5)
    started = time.monotonic()
    with pytest.raises(GaveUp, match=r"longer than 0\.5 seconds"):
        engine.see(BLANK)
    assert time.monotonic() - started < 30


def test_program_that_fails_gives_up(tmp_path: Path) -> None:
    engine = Tesseract(program(tmp_path / "tesseract", "exit 3"))
    with pytest.raises(GaveUp, match="status 3"):
        engine.see(BLANK)


def test_program_has_a_limit_of_its_own(tmp_path: Path) -> None:
    told = tmp_path / "told"
    Tesseract(program(tmp_path / "tesseract", f"ulimit -t >{told}")).see(BLANK)
    assert told.read_text() == "120\n"


def test_program_takes_one_core(tmp_path: Path) -> None:
    told = tmp_path / "told"
    Tesseract(program(tmp_path / "tesseract", f'echo "$OMP_THREAD_LIMIT" >{told}')).see(BLANK)
    assert told.read_text() == "1\n"


def test_ocr_that_is_off_has_no_engine(tesseract: Tesseract) -> None:
    assert tesseract
    assert engine_for(Ocr.OFF) is None
    assert engine_for(Ocr.AUTO) is not None


@pytest.mark.parametrize("use", [Ocr.AUTO, Ocr.ON])
def test_program_that_is_missing_matters_where_it_must_be_there(
    use: Ocr, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, "PATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    if use is Ocr.AUTO:
        assert engine_for(use) is None
        return
    with pytest.raises(ConfigurationError, match="neither tesseract nor rapidocr"):
        engine_for(use)
