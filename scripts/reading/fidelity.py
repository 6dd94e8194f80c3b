"""Words and their order against pdftotext, which knows nothing of reqx."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.report import Bar, Row, alone

from reading import fresh
from reading.columns import columns
from reading.comparison import LAYOUT, RAW, compared_text
from reading.corpus import Corpus
from reading.words import Tally

_POOR = 0.97
_WORDS, _ORDER = Bar(0.98), Bar(0.92)


def fidelity(corpus: Corpus) -> Iterator[Row]:
    """Compare page by page: words as bags, order as the longest common subsequence with -raw.

    Beside columns -layout reads across: it is no witness of order.
    """
    totals = {RAW: Tally(), LAYOUT: Tally()}
    said, deaths = fresh.each("text", corpus.pdfs)
    if deaths:
        raise RuntimeError(deaths[0])
    for read in said:
        if "refused" in read:
            corpus.say(f"not read: {read['refused']}")
            continue
        for mode, total in totals.items():
            document = _sum(compared_text(read, mode))
            _say_poor(corpus, f"{Path(read['path']).name} {mode}", document)
            total.add(document)
    for mode, total in totals.items():
        kept = f"{total.theirs:,} words, {total.kept / total.theirs:.1%} as furniture"
        yield _row(f"recall, pdftotext {mode}, {kept}", total.recall, _WORDS)
        yield _row(f"precision, pdftotext {mode}, {total.ours:,} words", total.precision, _WORDS)
    yield _row("order, longest common subsequence, -raw", totals[RAW].order, _ORDER)
    yield from columns(corpus)


def _sum(tallies: Sequence[Tally]) -> Tally:
    total = Tally()
    for tally in tallies:
        total.add(tally)
    return total


def _say_poor(corpus: Corpus, name: str, total: Tally) -> None:
    figures = {"recall": total.recall, "precision": total.precision, "order": total.order}
    poor = [f"{what} {value:.3f}" for what, value in figures.items() if value < _POOR]
    if poor:
        corpus.say(f"{name}: {', '.join(poor)}")


def _row(what: str, value: float, bar: Bar) -> Row:
    return alone([value], ("words", what, "share"), bar)
