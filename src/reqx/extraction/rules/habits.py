"""Habits of a document and its sections: whether they number their requirements, how they oblige.

Each is a share from 0 to 1, of one value for each statement of the document, in its order.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence

_NUMBERED = 10
"""Statements with a number from which numbers are a habit."""
_OBLIGED = 2
"""Where every second statement of a part obliges without a number, numbers are no habit there."""
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


def numbering_of_parts(
    parts: Sequence[tuple[str, ...]], numbered: Sequence[float], obliges: Sequence[float]
) -> list[float]:
    """Return for each statement how far the habit of numbering holds in its part: 1 for wholly.

    `parts` are those that announce requirements, empty for a statement outside of them. Many a
    document numbers what its product does, and says how well it has to do it without numbers: the
    more a part obliges without any number, the less the habit holds there.
    """
    given: defaultdict[tuple[str, ...], float] = defaultdict(float)
    obliging: defaultdict[tuple[str, ...], float] = defaultdict(float)
    for part, is_numbered, is_obliging in zip(parts, numbered, obliges, strict=True):
        given[part] += is_numbered
        obliging[part] += is_obliging
    held = {
        part: max(0.0, 1 - _OBLIGED * obliging[part] / count) if part and not given[part] else 1.0
        for part, count in Counter(parts).items()
    }
    return [held[part] for part in parts]


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
