"""The scores by document as a Markdown table that stands in the repository: figures, no text."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_MEASURES = {
    "recall": "recall",
    "precision": "precision",
    "f1": "F1",
    "atomic_recall": "atomic",
    "ids_carried": "identifiers",
    "alarm_rate": "alarms",
    "rows_per_gold": "rows/gold",
}


def markdown(title: str, report: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of a table of the scorer's `--json` report: a line a document and a total.

    The totals are those by group and language; the scorer's others say the same again.
    """
    yield f"## {title}"
    yield ""
    heads = ["document", "gold", "rows", *_MEASURES.values()]
    yield _line(heads)
    yield _line(["---", *["---:"] * (len(heads) - 1)])
    for score in report["documents"]:
        yield _line(_cells(score["name"], score))
    for name, score in sorted(report["total"].items()):
        if len(name.split()) > 1 and not name.startswith("set "):
            yield _line(_cells(f"**{name}**", score))


def _cells(name: str, score: Mapping[str, Any]) -> Sequence[str]:
    counts = score["counts"]
    figures = [score[measure] for measure in _MEASURES]
    shown = ["" if figure is None else f"{figure:.3f}" for figure in figures]
    return [name, str(counts.get("gold", 0)), str(counts.get("rows", 0)), *shown]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
