"""DOCX: words kept, numbers computed as the PDF of the same text prints them, and speed."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from bench.laps import run
from bench.report import Bar, Row, alone, compared

from reading import fresh
from reading.corpus import Corpus
from reading.speed import Contest
from reading.twins import labels_in_twin
from reading.typed import Unopenable, typed_paragraphs
from reading.words import words_of
from reqx.model.blocks import ParsedDocument
from reqx.parsing import docx as product

_TIMES = 3
"""The few files are read so often in a lap."""


def docx(corpus: Corpus) -> Iterator[Row]:
    """Read the DOCX of both folders; the speed is that of the requirement documents."""
    everything = [*corpus.docxs, *(x for x in corpus.torture if x.suffix == ".docx")]
    yield _words_lost(corpus, everything)
    yield _numbers(corpus)
    words = sum(_words(typed_paragraphs(path)).total() for path in corpus.docxs)
    paths, units = list(corpus.docxs) * _TIMES, words * _TIMES
    ours, peer = Contest("reqx docx", paths, units), Contest("python-docx", paths, units)
    laps = run(("reqx", ours), {"python-docx walk": peer}, corpus.repeat)
    label = ("docx", f"{len(corpus.docxs)} DOCX", "words/CPU s")
    yield from compared(laps, label, "rate", [Bar(3, "python-docx walk")])


def _words_lost(corpus: Corpus, paths: Iterable[Path]) -> Row:
    """Count the typed words that are neither in the text nor in the furniture."""
    total = lost = files = 0
    said, deaths = fresh.each("text", paths)
    corpus.say(*(f"not read: {why}" for why in deaths))
    for read in said:
        path = Path(read["path"])
        try:
            typed = _words(typed_paragraphs(path))
        except Unopenable as error:
            corpus.say(f"not compared: {error}")
            continue
        if "refused" in read:
            corpus.say(f"not read: {read['refused']}")
            continue
        files, total = files + 1, total + typed.total()
        missing = typed - _words([*read["pages"], *read["furniture"]])
        lost += missing.total()
        if missing:
            corpus.say(f"{path.name}: lost {missing.total()}: {dict(missing.most_common(5))}")
    label = ("docx", f"words lost of {total:,} in {files} files", "words")
    return alone([lost], label, Bar(0, is_ceiling=True))


def _numbers(corpus: Corpus) -> Row:
    """Look up every computed number, with the words behind it, in the PDF of the same name."""
    found = lost = 0
    for path in corpus.docxs:
        twin = path.with_suffix(".pdf")
        if not twin.exists():
            continue
        there, missing = labels_in_twin(_parsed(path), list(typed_paragraphs(path)), twin)
        corpus.say(f"{path.name}: {there} numbers in the twin, {len(missing)} not")
        corpus.say(*(f"  {text[:70]}" for text in missing))
        found, lost = found + there, lost + len(missing)
    if not found + lost:
        raise RuntimeError("no DOCX with computed numbers has a PDF of the same name")
    label = ("docx", f"numbers as in the PDF twin, {found + lost} numbered paragraphs", "share")
    return alone([found / (found + lost)], label, Bar(0.98))


def _parsed(path: Path) -> ParsedDocument:
    return product.read(path, lambda _done, _total: None)


def _words(texts: Iterable[str]) -> Counter[str]:
    return Counter(word for text in texts for word in words_of(text))
