"""Which readings cannot become candidates, told before all of their features are read.

Most of a document is far from being a requirement, and what is cheap to know says so: the score
stays below the threshold even if all the rest spoke for the reading. Who or what it is about, and
the form it has, need not be read then.
"""

import math
from collections.abc import Iterator
from itertools import repeat
from operator import mul

from reqx.extraction.rules.features import NEIGHBOURS, Table, beside
from reqx.extraction.rules.row import Features
from reqx.extraction.rules.score import Weights

_ANYWAY = (
    *("short", "brief", "long", "stop", "colon", "question", "lower", "capitals", "value"),
    *("named", "tells", "permits", "titles", "buyer_obliged", "plain_where_others_oblige"),
)
"""Features, each from 0 to 1, that a reading of any core may have or not."""
_INFINITIVES = ("infinitive", "infinitive_listed")
_PARTIES = {f"by_{who}": f"subjects.{who}" for who in ("system", "supplier", "buyer", "user")}
"""Those of the parties, each with the list of which a phrase must be there."""
_FUTURE = "future_by_party"
_OPEN = frozenset((*_ANYWAY, *_INFINITIVES, *_PARTIES, _FUTURE))
"""What a core does not tell."""
_ROUNDED = 0.001
"""A confidence that is rounded may say so much more than there was."""


class Prospects:
    """How high the score of each reading of a document can be, by what its core tells.

    `around` is what the document, the section and the readings beside it add to each score.
    """

    def __init__(self, table: Table, model: Weights) -> None:
        """Add up what the readings have in common, and what stands around each."""
        self._table = table
        coefficients = model.coefficients
        self._told = {name: weight for name, weight in coefficients.items() if name not in _OPEN}
        self._most = {name: max(0.0, coefficients.get(name, 0.0)) for name in _OPEN}
        least = min(model.threshold, model.unnumbered_threshold) - _ROUNDED
        self._needed = math.log(least / (1 - least)) if 0 < least < 1 else -math.inf
        self._anyhow = model.bias + sum(self._most[name] for name in _ANYWAY)
        self._of_cores: dict[tuple[float | str, ...], float] = {}
        # How far numbers are a habit is among what each core tells.
        habit = self._sum({name: value for name, value in table.habit.items() if name != "numbers"})
        self.around = [habit + around for around in self._surroundings()]

    def is_hopeless(self, index: int) -> bool:
        """Say whether the score of a reading cannot reach the threshold."""
        # Most of a document's readings have one of a few cores: their features are there or not.
        core = (self._table.numbering[index], *self._table.cores[index])
        told = self._of_cores.get(core)
        if told is None:
            told = self._of_cores[core] = self._of_core(index)
        highest: float = self._anyhow + self.around[index] + told + self._best(index)
        return highest < self._needed

    def _of_core(self, index: int) -> float:
        """Return the most that a core, and what it alone means in this document, add to a score."""
        core = self._table.cores[index]
        most = self._sum(core) + self._sum(self._table.crossed(core, index))
        return most + self._most[_FUTURE] if "future" in core else most

    def _sum(self, features: Features) -> float:
        """Return what features add to a score, as far as cores tell them."""
        weights = map(self._told.get, features, repeat(0.0))
        return sum(map(mul, features.values(), weights), 0.0)

    def _best(self, index: int) -> float:
        """Return the most that parties and an infinitive can add, where there may be any."""
        reading = self._table.readings[index]
        found = reading.hits.found
        best = sum([self._most[by] for by, name in _PARTIES.items() if name in found])
        if reading.words["verbs.infinitive_endings"].words:
            best += sum([self._most[name] for name in _INFINITIVES])
        return best

    def _surroundings(self) -> Iterator[float]:
        """Yield what is added to the score of each reading by its section and those beside it."""
        sides = [
            [self._told.get(name, 0.0) * share for share in shares]
            for name, shares in self._table.sections.items()
        ]
        for step in NEIGHBOURS:
            shared = self._table.shared(step)
            added = {names: self._sum(beside(step, names)) for names in set(shared)}
            sides.append([added[names] for names in shared])
        return map(sum, zip(*sides, strict=True))
