"""What a form says again of the requirement whose number stands above it.

Many documents give a requirement a table or a block of named fields: its statement, then a longer
description of the same. The number stands for one requirement, so a field that only says again
what the statement says is no second row. What adds a figure, or an obligation of its own, is.
"""

import re
from dataclasses import dataclass, field

from reqx.extraction.rules.reading import Reading
from reqx.extraction.rules.row import Features

_STEM, _SHORTEST = 5, 4
"""Letters that tell two forms of a word to be the same, and letters of a word that says much."""
_SHARED = 0.5
_ADDED = 2
"""Words that a sentence with a strong modal may add and still say the same."""
_TOKEN = re.compile(r"[^\W_]+")


@dataclass(slots=True)
class Restatements:
    """Remembers, in document order, the statement that each number stands for."""

    stated: dict[str, frozenset[str]] = field(default_factory=dict)

    def holds(self, reading: Reading, row: Features) -> bool:
        """Say whether the reading only says again what its number's statement says."""
        number = reading.source_id
        if number is None:
            return False
        if reading.is_identified:
            if row["strong"]:
                self.stated[number] = _words(reading.said)
            return False
        return reading.is_in_form and number in self.stated and self._repeats(reading, row)

    def _repeats(self, reading: Reading, row: Features) -> bool:
        first, said = self.stated[reading.source_id or ""], _words(reading.said)
        added = said - first
        if not said or any(word[0].isdigit() for word in added):
            return False
        if row["strong"] and len(added) > _ADDED:
            return False
        return len(first & said) >= _SHARED * min(len(first), len(said))


def _words(said: str) -> frozenset[str]:
    """Return the stems of the words that carry the meaning, and all numbers."""
    tokens = _TOKEN.findall(said)
    return frozenset(
        token if token[0].isdigit() else token[:_STEM]
        for token in tokens
        if len(token) >= _SHORTEST or token[0].isdigit()
    )
