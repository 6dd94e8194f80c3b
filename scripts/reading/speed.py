"""CPU time of the readers: PDF without and with ruled tables, against a floor and a peer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from bench.laps import Figures, run
from bench.report import Bar, Row, alone, compared

from reading import fresh
from reading.corpus import Corpus
from reading.words import furniture_of, template, words_of

RATE = "pages/CPU s"
Places: TypeAlias = set[tuple[str, int]]
"""Pages of files, from 1."""


@dataclass
class Contest:
    """A contestant on some files of so many units (pages); `tables` are the pages it named last."""

    reader: str
    paths: Sequence[Path]
    units: int
    tables: dict[str, list[int]] = field(default_factory=dict)

    def __call__(self) -> Figures:
        """Read the files in a fresh process."""
        said = fresh.run("read", reader=self.reader, paths=[str(path) for path in self.paths])
        self.tables = said["tables"]
        return {"rate": self.units / said["cpu"], "wall": self.units / said["wall"]}


def speed(corpus: Corpus) -> Iterator[Row]:
    """Read the PDFs without ruled tables."""
    plain = corpus.plain
    if not plain:
        raise RuntimeError("every PDF has ruled tables")
    corpus.say("without ruled tables:", *(path.name for path in plain))
    pages = corpus.count(plain)
    label = f"{len(plain)} of {len(corpus.pdfs)} PDF, without ruled tables, {pages} pages"
    floor = Contest("pdfium", plain, pages)
    laps = run(("pdfium text", floor), {"reqx": Contest("reqx pdf", plain, pages)}, corpus.repeat)
    yield from compared(laps, ("speed", label, RATE), "rate", [Bar(0.35, "pdfium text")])
    short, pages = corpus.beginnings(plain)
    ours, peer = Contest("reqx pdf", short, pages), Contest("pdfplumber", short, pages)
    laps = run(("reqx", ours), {"pdfplumber text": peer}, corpus.repeat)
    label = f"the same, {first(corpus)}, {pages} pages"
    yield from compared(laps, ("speed", label, RATE), "rate", [Bar(15, "pdfplumber text")])


def tables(corpus: Corpus) -> Iterator[Row]:
    """Read all requirement PDFs, and find the pages with tables."""
    short, pages = corpus.beginnings(corpus.pdfs)
    ours, peer = Contest("reqx pdf", short, pages), Contest("pdfplumber, tables", short, pages)
    laps = run(("reqx", ours), {"pdfplumber text + tables": peer}, corpus.repeat)
    label = f"{len(short)} PDF, {first(corpus)}, {pages} pages"
    bars = [Bar(6, "pdfplumber text + tables")]
    yield from compared(laps, ("tables", label, RATE), "rate", bars)
    yield from found_of(corpus, _places(peer), _places(ours))


def found_of(corpus: Corpus, theirs: Places, found: Places) -> Iterator[Row]:
    """Compare the table pages: all, and those with a table that is seen and no running header.

    pdfplumber takes some covers, frames and drawings for tables: see `readers.cells` for what is
    left out of the second figure. Drawings with words in several fields are in it, and lost: a
    reader that found a table there would be wrong.
    """
    if not theirs:
        raise RuntimeError("pdfplumber finds no table")
    lost = {place for place in theirs - found if not _is_furniture(*place)}
    corpus.say("table pages of pdfplumber's that reqx has no row on:")
    corpus.say(*(f"{Path(path).name} {page}" for path, page in sorted(lost)))
    what = f"found of pdfplumber's {len(theirs)} table pages ({len(found)} by reqx)"
    share = len(theirs & found) / len(theirs)
    yield alone([share], ("tables", what, "share"), None)
    left = len(theirs & found) + len(lost)
    what = f"found of the {left} with words in cells of a table that is seen and no running header"
    yield alone([1 - len(lost) / max(left, 1)], ("tables", what, "share"), Bar(0.98))


def _is_furniture(path: str, page: int) -> bool:
    """Tell whether nothing stands in the page's visible tables but what reqx keeps as furniture."""
    held = fresh.run("cells", path=path, pages=[page])["text"]
    furniture = furniture_of(fresh.run("text", paths=[path]).get("furniture", ()))
    return all(template(word) in furniture for word in words_of(held))


def first(corpus: Corpus) -> str:
    """Say how much of each document is read."""
    return f"first {corpus.pages} pages of each" if corpus.pages else "all pages"


def _places(contest: Contest) -> Places:
    return {(path, page) for path, pages in contest.tables.items() for page in pages}
