"""Which of the model's claims become candidates: those whose words are the document's own."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from importlib.resources import files

from reqx.extraction.lexicon import folded, lexicon
from reqx.extraction.llm.answers import Item
from reqx.extraction.llm.chunks import Chunk
from reqx.extraction.llm.quotes import Quotable
from reqx.extraction.passages import Unit
from reqx.extraction.phrases import Phrases
from reqx.extraction.rules.flags import TRACKED, flags
from reqx.extraction.sentences import Span
from reqx.model.blocks import ParsedDocument
from reqx.model.requirements import Candidate

_BREAK_BEFORE = re.compile(r"(?:[,;:.!?()\u2022\u2013\u2014]|\s-)\s*\Z")
_BREAK_AFTER = re.compile(r"\s*(?:[,;:.!?()\u2022\u2013\u2014]|-\s)")


class Reason(StrEnum):
    """Why a claim of the model is no candidate."""

    NO_UNIT = "no_unit"
    SPREAD = "spread"
    NOT_SAID = "not_said"
    REPEATED = "repeated"


@dataclass(slots=True)
class Claims:
    """What became of an answer: its candidates, and how many claims were rejected, by reason.

    `widened`: quotes that are the document's words but only a part of what it says, for which the
    whole unit was taken.
    """

    candidates: list[Candidate] = field(default_factory=list)
    rejected: Counter[Reason] = field(default_factory=Counter)
    widened: int = 0

    def add(self, other: "Claims") -> None:
        """Count another answer in."""
        self.candidates += other.candidates
        self.rejected += other.rejected
        self.widened += other.widened


@dataclass(frozen=True, slots=True)
class Claimed:
    """A place that the model pointed at, and whether it is more than was quoted."""

    span: Span
    unit: Unit
    is_widened: bool = False


class Judge:
    """Judges the answers about one document, chunk by chunk.

    `offline` are the units as the candidates they would be: what the document says of one (its
    number, condition, subject) goes with a claim to the whole of it.
    """

    def __init__(self, document: ParsedDocument, offline: Iterable[Candidate]) -> None:
        self._document = document
        self._offline = {(each.start, each.end): each for each in offline}
        self._text = Quotable(document.text)

    def judge(self, chunk: Chunk, items: Iterable[Item]) -> Claims:
        """Return the candidates among the items: each statement is cut from the document.

        Of two claims for one place, or for places that overlap, the first counts.
        """
        claims = Claims()
        for item in items:
            claimed = self._claimed(chunk, item)
            if isinstance(claimed, Reason):
                claims.rejected[claimed] += 1
            elif any(_overlap(claimed.span, other) for other in claims.candidates):
                claims.rejected[Reason.REPEATED] += 1
            else:
                claims.widened += claimed.is_widened
                claims.candidates.append(self._candidate(claimed, item))
        return claims

    def _claimed(self, chunk: Chunk, item: Item) -> Claimed | Reason:
        units = _units(chunk, item.ids)
        if isinstance(units, Reason):
            return units
        whole = units[0].start, units[-1].end
        if not item.quote.strip():
            return Claimed(whole, units[0])
        found = self._text.find(item.quote, *whole)
        if found is None:
            return Reason.NOT_SAID
        before = self._document.text[whole[0] : found[0]]
        after = self._document.text[found[1] : whole[1]]
        language = self._offline[units[0].start, units[0].end].language
        is_fair = is_a_part(before, after, language)
        return Claimed(found if is_fair else whole, units[0], is_widened=not is_fair)

    def _candidate(self, claimed: Claimed, item: Item) -> Candidate:
        unit = claimed.unit
        offline = self._offline[unit.start, unit.end]
        said = replace(offline, modality=item.modality)
        if item.kind is not None:
            said = replace(said, kind=item.kind, kind_confidence=None)
        if claimed.span == (unit.start, unit.end):
            return said
        statement = self._document.slice(*claimed.span)
        is_revised = TRACKED in offline.flags
        words = lexicon(offline.language)
        found = flags(statement, words, offline.intro, is_revised=is_revised)
        # Of a part or of several units, nobody looked for a condition, a subject or a form.
        return replace(
            said,
            statement=statement,
            start=claimed.span[0],
            end=claimed.span[1],
            condition=None,
            subject=None,
            flags=tuple(flag.name for flag in found),
            flag_words=tuple(flag.words for flag in found),
            pattern=None,
            references=tuple(one for one in offline.references if one.text in statement),
        )


def is_a_part(before: str, after: str, language: str) -> bool:
    """Say whether what stands between the two can be quoted without them.

    It can where a clause begins and ends, and neither of them turns or narrows what is said: a
    "not", an "unless", an "only". In a language without a list, the words of all languages count.
    """
    opens = not before.strip() or _BREAK_BEFORE.search(before)
    closes = not after.strip() or _BREAK_AFTER.match(after)
    left_out = " ".join(folded(f"{before} | {after}").split())
    return bool(opens and closes) and _limiting(language).search(left_out) is None


def _units(chunk: Chunk, ids: tuple[int, ...]) -> list[Unit] | Reason:
    """Return the units of the ids: of one block, and following each other."""
    if not ids or not all(1 <= number <= len(chunk.passages) for number in ids):
        return Reason.NO_UNIT
    units = [chunk.passages[number - 1].unit for number in ids]
    are_neighbours = list(ids) == list(range(ids[0], ids[0] + len(ids)))
    if not are_neighbours or any(unit.block != units[0].block for unit in units):
        return Reason.SPREAD
    return units


def _overlap(span: Span, other: Candidate) -> bool:
    return span[0] < other.end and other.start < span[1]


@cache
def _limiting(language: str) -> Phrases:
    path = files("reqx.extraction.llm") / "data" / "limiting.toml"
    lists = tomllib.loads(path.read_text(encoding="utf-8"))
    known = [lists[language]] if language in lists else lists.values()
    return Phrases(phrase for phrases in known for phrase in phrases)
