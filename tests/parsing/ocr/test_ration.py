"""A long scan must not use up the time of its document."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from reqx.parsing import sandbox
from reqx.parsing.ocr import GaveUp, Picture
from reqx.parsing.ocr.ration import Rationed, rationed
from reqx.parsing.ocr.tesseract import Tesseract
from reqx.parsing.sandbox import Limits
from tests.parsing.ocr.make import program, row

BLANK = Picture(60, 40, 200, b"\xff" * 2400)


@pytest.fixture
def engine(tmp_path: Path) -> Tesseract:
    return Tesseract(program(tmp_path / "tesseract", f"printf '{row('gate')}'"))


@pytest.fixture
def an_hour() -> Iterator[None]:
    token = sandbox._OURS.set(Limits(seconds=3600, memory_mb=512))
    yield
    sandbox._OURS.reset(token)


def test_picture_is_seen_while_there_is_time(engine: Tesseract) -> None:
    there = Rationed(engine, 3600)
    assert [word.text for word in there.see(BLANK)] == ["gate"]
    assert (there.name, there.sure) == (engine.name, engine.sure)


def test_picture_is_given_up_when_the_time_is_used(engine: Tesseract) -> None:
    with pytest.raises(GaveUp, match="used up"):
        Rationed(engine, 0).see(BLANK)


def test_engine_is_rationed_where_time_is_limited(engine: Tesseract, an_hour: None) -> None:
    assert an_hour is None
    assert isinstance(rationed(engine), Rationed)
    assert rationed(None) is None
