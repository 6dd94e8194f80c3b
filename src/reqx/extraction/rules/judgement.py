"""Which readings are requirements: the score, and what the document itself says about them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from reqx.extraction.lexicon import everywhere, folded
from reqx.extraction.passages import units
from reqx.extraction.rules.features import Features, features
from reqx.extraction.rules.fields import Role
from reqx.extraction.rules.history import is_history
from reqx.extraction.rules.keywords import invokes_there
from reqx.extraction.rules.marks import Meaning
from reqx.extraction.rules.profile import profile
from reqx.extraction.rules.reading import Reading, readings
from reqx.extraction.rules.score import Weights
from reqx.model.blocks import BlockKind, ParsedDocument, Revision

_MARKED, _NAMED, _IMPOSED = 0.95, 0.6, 0.55
"""Least confidence of a statement that the document marks as a requirement, calls one, or lists
under an introduction that binds."""
_OBLIGING = 0.5
"""The same of one that obliges somebody outright."""
_BARE_NAME = 3
"""Words up to which an item without a verb is a name."""
_BARE, _TAIL = 5, 3
"""Words of an introduction, and words behind its modal, up to which it says nothing by itself."""
_WORD = re.compile(r"[^\W\d_]+")
_QUOTES = "\"\u201c\u201d\u00ab'\u2018"
_AGAINST = ("by_buyer", "meta", "definition", "past", "permits")
_VETOES = ("rights", "cites", "about_document", "question", "note", "existing_opens", "heading")


@dataclass(frozen=True, slots=True)
class Judgement:
    """A reading with its features and the confidence that it is a requirement."""

    reading: Reading
    features: Features
    confidence: float
    is_kept: bool


def scored(document: ParsedDocument) -> Iterator[tuple[Reading, Features]]:
    """Yield every reading that can be a requirement with its features, in order."""
    found = readings(profile(document), units(document))
    for reading, row in zip(found, features(found), strict=True):
        if not _is_ruled_out(reading):
            yield reading, row


def judged(document: ParsedDocument, model: Weights) -> Iterator[Judgement]:
    """Judge the readings of a document in its order."""
    return _Judge(model).judge(scored(document))


@dataclass(slots=True)
class _Judge:
    """Judges in order, so that an introduction is judged before its list.

    `binding` holds the blocks that bind the rows they introduce, `listing` those that bind items
    too: where the document numbers a statement that is whole without its list, that statement is
    the unit the document counts.
    """

    model: Weights
    binding: set[int] = field(default_factory=set)
    listing: set[int] = field(default_factory=set)

    def judge(self, rows: Iterable[tuple[Reading, Features]]) -> Iterator[Judgement]:
        return _without_leads(self._each(rows))

    def _each(self, rows: Iterable[tuple[Reading, Features]]) -> Iterator[Judgement]:
        for reading, row in rows:
            is_imposed = self._is_imposed(reading, row)
            least = max(_least(reading, row), _IMPOSED if is_imposed else 0.0)
            confidence = round(max(self.model.probability(row), least), 3)
            is_kept = is_imposed or self.model.keeps(confidence, row)
            if is_kept:
                self.binding.add(reading.unit.block)
            if is_kept and (is_imposed or reading.source_id is None):
                self.listing.add(reading.unit.block)
            yield Judgement(reading, row, confidence, is_kept and not _is_bare_lead(reading))

    def _is_imposed(self, reading: Reading, row: Features) -> bool:
        block = reading.block
        is_listed = block.kind in (BlockKind.LIST_ITEM, BlockKind.TABLE_ROW)
        if not is_listed or any(row[name] for name in _VETOES) or not _is_item(reading, row):
            return False
        if row["item_completes"]:
            return True
        if block.kind is BlockKind.TABLE_ROW:
            return bool(row["item_bound"]) or block.intro in self.binding
        return block.intro in self.listing


def _is_item(reading: Reading, row: Features) -> bool:
    """Say whether an introduction can bind these words by themselves.

    What follows an item's first sentence explains it. A bare name in a list that no modal
    introduces is one of an enumeration.
    """
    is_explanation = not reading.unit.is_first and not row["obliges"]
    is_name = bool(row["verbless_alone"]) and len(reading.said.split()) <= _BARE_NAME
    is_bound = bool(row["item_imposed"]) or reading.source_id is not None
    return not is_explanation and (is_bound or not is_name)


def _without_leads(judgements: Iterable[Judgement]) -> Iterator[Judgement]:
    """Drop what only opens a list whose items are rows: each item has it as its introduction."""
    lead: Judgement | None = None
    for judgement in judgements:
        if lead:
            is_item = judgement.reading.block.intro == lead.reading.unit.block
            yield replace(lead, is_kept=not (is_item and judgement.is_kept))
        lead = judgement if _is_lead(judgement) else None
        if lead is None:
            yield judgement
    if lead:
        yield lead


def _is_lead(judgement: Judgement) -> bool:
    """Say whether a row opens a list and neither has a number of its own nor obliges outright."""
    reading = judgement.reading
    is_own = reading.is_numbered or bool(judgement.features["strong"] and not reading.source_id)
    return judgement.is_kept and not is_own and reading.text.rstrip().endswith(":")


def _least(reading: Reading, row: Features) -> float:
    in_field = reading.role is not None and reading.role.is_statement
    if reading.mark is not None and bool(row["numbered"] or row["obliges"] or in_field):
        return _MARKED
    is_keyed = reading.keyword is not None and not any(row[name] for name in _VETOES)
    is_named = reading.is_identified or reading.role is Role.REQUIREMENT or is_keyed
    if is_named or _supplies(reading, row):
        return _NAMED
    return _OBLIGING if _obliges(row) and not reading.text.endswith(":") else 0.0


def _obliges(row: Features) -> bool:
    """Say whether the words oblige somebody outright, and nothing speaks against it.

    Whatever stands around them: a missed "shall" costs more than a row too many.
    """
    return bool(row["strong"]) and not any(row[name] for name in (*_VETOES, *_AGAINST))


def _supplies(reading: Reading, row: Features) -> bool:
    """Say whether the words open with what is to be supplied and put in place."""
    is_vetoed = any(row[name] for name in _VETOES)
    opens = reading.words["modals.obligation"].opens(reading.said)
    return bool(row["nominal"]) and opens and not is_vetoed


def _is_ruled_out(reading: Reading) -> bool:
    """Say whether the document itself says that this is no requirement."""
    is_aside = reading.role is not None and reading.role.is_aside
    is_deleted = reading.block.revision is Revision.DELETED
    is_information = reading.mark is Meaning.INFORMATION
    is_told = is_aside or is_deleted or is_information or is_history(reading.block)
    is_told = is_told or (reading.has_keywords and invokes_there(reading.text))
    return is_told or _is_filler(reading) or _defines(reading) or _is_term(reading)


def _is_term(reading: Reading) -> bool:
    """Say whether the words stand in a list of terms and oblige nobody."""
    if not reading.section or reading.has("modals.strong"):
        return False
    return _is_of_terms(reading.section[-1])


@lru_cache(maxsize=64)
def _is_of_terms(heading: str) -> bool:
    """Say whether a section of that name is a list of terms."""
    title = _WORD.findall(folded(heading))
    terms, joiners = everywhere("sections.terms"), everywhere("sections.terms_beside")
    said = [word for word in title if len(word) > 1 and word not in joiners]
    return bool(said) and all(word in terms for word in said)


def _is_filler(reading: Reading) -> bool:
    """Say whether the words only say that a list goes on: "etc."."""
    return reading.said.strip(" .\u2026") in reading.words["flags.open_ended"]


def _defines(reading: Reading) -> bool:
    """Say whether the statement defines a term, whatever obligation the definition holds."""
    if reading.is_identified:
        return False
    is_quoted = reading.text[0] in _QUOTES and reading.has("not.definition")
    return is_quoted or reading.words["not.defining"].opens(reading.said)


def _is_bare_lead(reading: Reading) -> bool:
    """Say whether the words only open a list ("The pump shall:"): its items say the rest."""
    if reading.is_numbered or not reading.text.endswith(":"):
        return False
    ends = [end for _, end in reading.words["modals.strong"].spans(reading.said)]
    tail = reading.said[max(ends, default=0) :].rstrip(" :")
    return len(reading.said.split()) < _BARE or (bool(ends) and len(tail.split()) <= _TAIL)
