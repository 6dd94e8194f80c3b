"""A row of features: what a reading is told by."""

from collections.abc import Iterable, Mapping, Sequence

Features = Mapping[str, float]
"""Features by name; one that is not there is 0."""


class Row(dict[str, float]):
    """The features of a reading that are not zero; any other is."""

    def __missing__(self, name: str) -> float:
        return 0.0

    def note(self, names: Iterable[str]) -> None:
        """Note features that are there or not, and are there."""
        for name in names:
            self[name] = 1.0

    def has_any(self, names: frozenset[str]) -> bool:
        """Say whether one of the features is there."""
        return not names.isdisjoint(self)


def column(rows: Sequence[Row], name: str) -> list[float]:
    """Return a feature of each row."""
    # Not by the row itself, which takes a detour for one that is not there.
    return [row.get(name, 0.0) for row in rows]
