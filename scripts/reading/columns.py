"""Pages in two columns, told by the boxes that pdftotext gives its lines."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

from bench.report import Bar, Row, alone
from lxml import etree

from reading import fresh
from reading.comparison import FLOW, RAW, compared_text, witnesses
from reading.corpus import TABLE_JOINTS, Corpus, joints_of
from reading.poppler import pdftotext
from reading.words import Tally

_WHAT = ("-raw", "pdftotext's own reading order", "these two of pdftotext's")
_MIN_LINES = 12
_MIN_WORDS = 4
"""Words a line of a column has, on the average: those of a list of names have fewer."""
_MIN_WIDTH = 0.2
_MARGIN = 0.02


def columns(corpus: Corpus) -> Iterator[Row]:
    """Compare the order on the pages of two columns, without ruled tables, of both folders.

    pdftotext's two orders are no truth either: how far they agree is the third row.
    """
    totals, pages, files = [Tally() for _ in _WHAT], 0, 0
    for path in (*corpus.pdfs, *(x for x in corpus.torture if x.suffix == ".pdf")):
        found = dict(_tallies(corpus, path))
        for page, tallies in found.items():
            orders = ", ".join(f"{tally.order:.3f}" for tally in tallies)
            corpus.say(f"two columns: {path.name} {page}: order {orders}")
            for total, tally in zip(totals, tallies, strict=True):
                total.add(tally)
        pages, files = pages + len(found), files + bool(found)
    if not pages:
        raise RuntimeError("no page with two columns")
    for what, total, bar in zip(_WHAT, totals, (Bar(0.90), None, None), strict=True):
        label = ("words", f"order on {pages} pages of two columns in {files} PDF, {what}", "share")
        yield alone([total.order], label, bar)


def _tallies(corpus: Corpus, path: Path) -> Iterator[tuple[int, tuple[Tally, ...]]]:
    """Yield number and comparisons of each page in two columns; none where a reader fails."""
    try:
        parted = list(two_columns(pdftotext(path, "-bbox-layout")))
        if any(parted):
            read = fresh.run("text", paths=[str(path)])
            found = compared_text(read, RAW), compared_text(read, FLOW), witnesses(path)
            for index, ruled in enumerate(joints_of(path)):
                if parted[index] and ruled < TABLE_JOINTS:
                    yield index + 1, tuple(tallies[index] for tallies in found)
    except subprocess.SubprocessError:
        return
    except (RuntimeError, ValueError, etree.XMLSyntaxError) as error:
        corpus.say(f"not compared: {path.name}: {error}")


def two_columns(markup: str) -> Iterator[bool]:
    """Tell of each page of the XHTML: whether most of its lines lie left or right of its middle."""
    parser = etree.XMLParser(recover=True, huge_tree=True, resolve_entities=False)
    for page in etree.fromstring(markup.encode(), parser).iter("{*}page"):
        yield _is_parted(page)


def _is_parted(page: etree._Element) -> bool:
    width = float(page.get("width", "0")) or 1.0
    sides: dict[str, list[int]] = {"left": [], "right": [], "across": []}
    for line in page.iter("{*}line"):
        x0, x1 = float(line.get("xMin", "0")), float(line.get("xMax", "0"))
        if x1 - x0 >= _MIN_WIDTH * width:
            sides[_side(x0 / width, x1 / width)].append(len(line))
    left, right, across = sides["left"], sides["right"], sides["across"]
    return (
        min(len(left), len(right)) >= _MIN_LINES
        and sum(left + right) >= _MIN_WORDS * len(left + right)
        and 2 * len(across) <= min(len(left), len(right))
    )


def _side(x0: float, x1: float) -> str:
    if x1 <= 0.5 + _MARGIN:
        return "left"
    return "right" if x0 >= 0.5 - _MARGIN else "across"
