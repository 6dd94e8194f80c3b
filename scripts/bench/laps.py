"""Laps: a base and its rivals in turn, so that what slows the machine slows them alike."""

import statistics
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

Figures = dict[str, float]
Measure = Callable[[], Figures]


@dataclass(frozen=True)
class Laps:
    """What each contestant gave in each lap; the base also before the first, so once more."""

    base: str
    figures: Mapping[str, list[Figures]]

    def values(self, name: str, key: str) -> list[float]:
        """Return one figure of a contestant, a value a lap."""
        found = [lap[key] for lap in self.figures[name]]
        if name != self.base:
            return found
        return [(before + after) / 2 for before, after in pairwise(found)]

    def ratios(self, name: str, against: str, key: str) -> list[float]:
        """Return a contestant's figure over another's, a ratio a lap."""
        pairs = zip(self.values(name, key), self.values(against, key), strict=True)
        return [value / other for value, other in pairs]

    def spread(self, key: str) -> float:
        """Return the base's largest figure over its smallest: a smaller difference is noise."""
        found = [lap[key] for lap in self.figures[self.base]]
        return max(found) / min(found)


NOBODY: Mapping[str, Measure] = {}


def run(
    base: tuple[str, Measure],
    rivals: Mapping[str, Measure],
    repeat: int,
    *,
    peers: Mapping[str, Measure] = NOBODY,
) -> Laps:
    """Measure base, rivals, peers, base .. base: `repeat` laps.

    A peer that fails is told of and left out; RuntimeError when the base or a rival does.
    """
    name, measure = base
    left = {**rivals, **peers}
    figures: dict[str, list[Figures]] = {name: [_told(name, measure)]}
    for _ in range(repeat):
        for rival in tuple(left):
            try:
                figures.setdefault(rival, []).append(_told(rival, left[rival]))
            except RuntimeError as error:
                if rival not in peers:
                    raise
                _say(f"  ! {rival}: {error}")
                del left[rival], figures[rival]
        figures[name].append(_told(name, measure))
    return Laps(name, figures)


def median(values: list[float]) -> float:
    return statistics.median(values)


def _told(name: str, measure: Measure) -> Figures:
    figures = measure()
    shown = ", ".join(f"{key} {value:,.1f}" for key, value in figures.items())
    _say(f"  {name}: {shown}")
    return figures


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
