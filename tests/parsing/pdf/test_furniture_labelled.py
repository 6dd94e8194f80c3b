"""Running headers and footers, measured on documents of known furniture."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.parsing.pdf.labelled import DOCUMENTS, Labelled
from tests.parsing.pdf.make import Sheet, parsed


@dataclass(frozen=True)
class Found:
    """How many lines ran, what of them is still in the text, and what is lost of the rest."""

    running: int
    left: list[str]
    lost: list[str]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Found]:
    folder = tmp_path_factory.mktemp("labelled")
    return {draw.__name__: measured(draw, folder / f"{draw.__name__}.pdf") for draw in DOCUMENTS}


def measured(draw: Callable[[Labelled], None], path: Path) -> Found:
    doc = Labelled(Sheet(path))
    draw(doc)
    blocks = parsed(doc.sheet.save()).blocks
    texts = [block.text for block in blocks]
    left = [text for text in texts if any(_is_in(text, ran) for ran in set(doc.running))]
    whole = " ".join(texts)
    lost = [line for line, drawn in Counter(doc.body).items() if whole.count(line) < drawn]
    return Found(len(doc.running), left, [*lost, *sorted(set(doc.headings) - set(texts))])


def _is_in(text: str, ran: str) -> bool:
    return ran in text if len(ran) > 3 else text.rsplit(" ", maxsplit=1)[-1] == ran


@pytest.mark.parametrize("name", [draw.__name__ for draw in DOCUMENTS])
def test_no_line_of_the_text_is_lost(found: dict[str, Found], name: str) -> None:
    assert found[name].lost == []


def test_running_headers_and_footers_are_removed(found: dict[str, Found]) -> None:
    running = sum(one.running for one in found.values())
    left = [(name, text) for name, one in found.items() for text in one.left]
    assert len(left) <= 0.05 * running, left
