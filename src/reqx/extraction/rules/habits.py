"""Habits of a document and its sections: whether they number their requirements, how they oblige.

Each is a share from 0 to 1, of one value for each statement of the document, in its order.
"""

from array import array
from collections import defaultdict
from collections.abc import Sequence

_NUMBERED = 10
"""Statements with a number from which numbers are a habit."""
_UNSEEN = 2
_PRESENT, _BETWEEN = 0.4, 0.25
"""Share of obliging statements up to which a document obliges in the present tense as well, and
how much more it takes until it obliges by modals alone."""


def numbering(numbered: Sequence[float], obliges: Sequence[float]) -> float:
    """Return 1 for a document that numbers its requirements, 0 for one that does not.

    One that does numbers a good part of what obliges, whatever else it holds.
    """
    count = sum(numbered)
    obliging = sum(map(max, numbered, obliges))
    return min(1.0, count / _NUMBERED) * min(1.0, 3 * count / max(obliging, 1))


def modal(obliges: Sequence[float], verbless: Sequence[float]) -> float:
    """Return 1 for a document that obliges by modals, 0 for one that does in the present tense.

    What counts is how many of its statements with a verb have a modal.
    """
    share = sum(obliges) / max(len(verbless) - sum(verbless), 1)
    return min(1.0, max(0.0, (share - _PRESENT) / _BETWEEN))


def of_others(sections: Sequence[tuple[str, ...]], values: Sequence[float]) -> "array[float]":
    """Return for each statement the mean of a value over the others of its section.

    `sections` are the headings above each statement. Others than few tell what a section holds:
    two statements without the value are taken to stand in each.
    """
    counts: defaultdict[tuple[str, ...], int] = defaultdict(lambda: _UNSEEN)
    sums: defaultdict[tuple[str, ...], float] = defaultdict(float)
    for section, value in zip(sections, values, strict=True):
        counts[section] += 1
        sums[section] += value
    return array(
        "d",
        (
            (sums[section] - value) / (counts[section] - 1)
            for section, value in zip(sections, values, strict=True)
        ),
    )
