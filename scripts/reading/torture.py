"""Small and nasty files: each must get a verdict, none may cost the others anything."""

import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from bench.report import Bar, Row, alone

from reading import fresh
from reading.corpus import Corpus
from reading.poppler import pdftotext

CPU_SECONDS, MEMORY_MB = 20, 512
WORDS = 20
NAMELESS = ("internal", "document")
"""What an error says that nobody foresaw."""
NONE = Bar(0, is_ceiling=True)


def torture(corpus: Corpus) -> Iterator[Row]:
    """Put every file of the folder through the sandbox."""
    told, deaths = fresh.each("torture", corpus.torture)
    verdicts = Counter(one["verdict"] for one in told)
    for verdict, number in sorted(verdicts.items()):
        yield _count(f"verdict: {verdict}", number, None)
    nameless = [one for one in told if one["verdict"] in NAMELESS]
    corpus.say(*(f"{_name(one)}: {one['why']}" for one in nameless))
    yield _count("without a named verdict", len(nameless) + len(deaths), NONE)
    corpus.say(*(f"killed the parent: {path}" for path in deaths))
    yield _count("deaths of the parent", len(deaths), NONE)
    for key, limit in (("cpu", CPU_SECONDS), ("peak", MEMORY_MB)):
        over = [one for one in told if one[key] > limit]
        corpus.say(*(f"{key} {one[key]:.0f}: {_name(one)}" for one in over))
        unit = f"{limit} CPU s" if key == "cpu" else f"{limit} MB"
        most = max(one[key] for one in told)
        yield _count(f"over {unit} (the most: {most:.1f})", len(over), NONE)
    yield _with_text(corpus, told)


def _with_text(corpus: Corpus, told: Sequence[dict[str, Any]]) -> Row:
    """Count the PDFs with words for another tool of which reqx has half as many letters.

    Letters, since tools do not agree what a word is where no spaces are written.
    """
    readable = missed = 0
    for one in told:
        others = [letters for words, letters in _others(one) if words >= WORDS]
        if not others:
            continue
        readable += 1
        if one["letters"] < min(others) / 2:
            missed += 1
            corpus.say(f"{_name(one)}: {one['verdict']}, {one['letters']} of {others} letters")
    what = f"text from {readable} PDF with {WORDS} words for pdfium or pdftotext"
    share = (readable - missed) / max(readable, 1)
    return alone([share], ("torture", what, "share"), Bar(0.97))


def _others(one: dict[str, Any]) -> Iterator[tuple[int, int]]:
    """Yield how many words and letters pdfium and pdftotext find."""
    yield one["pdfium"]["words"], one["pdfium"]["letters"]
    if one["path"].lower().endswith(".pdf"):
        with suppress(subprocess.SubprocessError):
            words = pdftotext(Path(one["path"]), "-raw").split()
            yield len(words), sum(map(len, words))


def _name(one: dict[str, Any]) -> str:
    return Path(one["path"]).name


def _count(what: str, number: int, bar: Bar | None) -> Row:
    return alone([number], ("torture", what, "files"), bar)
