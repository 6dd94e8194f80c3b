"""A long file is opened anew on the way: nobody sees that in what is read of it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reqx.parsing import PDF, parse
from tests.parsing.pdf.make import Sheet, texts

_PAGES = 203


def long_file(path: Path) -> Path:
    sheet = Sheet(path)
    for number in range(_PAGES):
        sheet.text(70, 300 + number, f"Valve {number} shall close.")
        sheet.turn()
    return sheet.save()


@pytest.mark.parametrize("happens", [Path.exists, Path.unlink])
def test_every_page_of_a_long_file_is_read(
    tmp_path: Path, happens: Callable[[Path], object]
) -> None:
    path = long_file(tmp_path / "a.pdf")

    def on_page(done: int, _total: int | None) -> None:
        if done == 1:
            happens(path)

    found = parse(path, PDF, on_page)
    assert texts(found) == [f"Valve {number} shall close." for number in range(_PAGES)]
    assert not found.warnings
