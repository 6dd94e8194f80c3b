"""Which readings are requirements: the score, and what the document itself says about them."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from reqx.extraction.passages import units
from reqx.extraction.rules.asides import is_aside
from reqx.extraction.rules.features import Table
from reqx.extraction.rules.fields import Role
from reqx.extraction.rules.introductions import illustrates
from reqx.extraction.rules.profile import profile
from reqx.extraction.rules.prospects import Prospects
from reqx.extraction.rules.reading import Reading, readings
from reqx.extraction.rules.restatements import Restatements
from reqx.extraction.rules.row import Row
from reqx.extraction.rules.score import Weights
from reqx.model.blocks import BlockKind, ParsedDocument

_MARKED, _NAMED, _IMPOSED = 0.95, 0.6, 0.55
"""Least confidence of a statement that the document marks as a requirement, calls one, or lists
under an introduction that binds."""
_OBLIGING, _ADVISING = 0.5, 0.4
"""The same of one that obliges somebody outright, or says what should be, and nothing against it.

Whatever stands around it: a missed "shall" costs more than a row too many.
"""
_BARE_NAME = 3
"""Words up to which an item without a verb is a name."""
_BARE, _TAIL = 5, 4
"""Words of an introduction, and words behind its modal, up to which it says nothing by itself."""
_BINDING = frozenset(
    ("strong", "weak", "obligation", "prohibited", "by_supplier", "by_system", "by_user")
)
_VETOES = frozenset(
    ("rights", "cites", "about_document", "question", "note", "existing_opens", "heading")
)
_AGAINST = _VETOES | {"by_buyer", "meta", "definition", "past", "permits"}
_RAISED = frozenset(("identified", "in_field", "nominal", "strong", "weak"))
"""Features by which a reading may have some confidence whatever its score is."""
_LISTED = frozenset((BlockKind.LIST_ITEM, BlockKind.TABLE_ROW))


# Not frozen only because there are so many: see `rules.reading`.
@dataclass(slots=True)
class Judgement:
    """A reading with its features and the confidence that it is a requirement.

    Of those that are `kept`, the features are the reading's own.
    """

    reading: Reading
    features: Row
    confidence: float
    is_kept: bool


def scored(document: ParsedDocument) -> Iterator[tuple[Reading, Row]]:
    """Yield every reading that can be a requirement with its features, in order."""
    table = _table(document)
    for index, reading in enumerate(table.readings):
        if not is_aside(reading):
            yield reading, table.row(index)


def judged(document: ParsedDocument, model: Weights) -> Iterator[Judgement]:
    """Judge the readings of a document in its order."""
    return _Judge(_table(document), model).all()


def kept(document: ParsedDocument, model: Weights) -> Iterator[Judgement]:
    """Yield the judgements of those that are requirements, sooner than all can be judged."""
    table = _table(document)
    judge = _Judge(table, model, Prospects(table, model))
    return (judgement for judgement in judge.all() if judgement.is_kept)


def _table(document: ParsedDocument) -> Table:
    return Table(readings(profile(document), units(document)))


@dataclass(slots=True)
class _Judge:
    """Judges in order, so that an introduction is judged before its list.

    With `prospects`, readings without any are left out, and features are added up where several
    readings share them. `binding` holds the blocks that bind the rows they introduce, `listing`
    those that bind items too: where the document numbers a statement that is whole without its
    list, that statement is the unit the document counts. `lead` is the last one, if it opens a
    list.
    """

    table: Table
    model: Weights
    prospects: Prospects | None = None
    binding: set[int] = field(default_factory=set)
    listing: set[int] = field(default_factory=set)
    restatements: Restatements = field(default_factory=Restatements)
    lead: Judgement | None = None

    def all(self) -> Iterator[Judgement]:
        """Judge each that can be a requirement.

        What only opens a list whose items are rows is none: each item has it as its introduction.
        """
        for judgement in self._each():
            if self.lead:
                is_item = judgement.reading.block.intro == self.lead.reading.unit.block
                yield replace(self.lead, is_kept=not (is_item and judgement.is_kept))
            self.lead = judgement if _is_lead(judgement) else None
            if self.lead is None:
                yield judgement
        if self.lead:
            yield self.lead

    def _each(self) -> Iterator[Judgement]:
        for index, reading in enumerate(self.table.readings):
            if self._is_hopeless(index, reading) or is_aside(reading):
                continue
            yield self._judged(reading, *self._scored(index))

    def _scored(self, index: int) -> tuple[Row, float]:
        """Return the features of a reading, or with prospects its own, and what all of them say."""
        if self.prospects is None:
            row = self.table.row(index)
            return row, self.model.probability(row)
        own = self.table.own(index)
        return own, self.model.probability(own, self.prospects.around[index])

    def _is_hopeless(self, index: int, reading: Reading) -> bool:
        """Say whether a reading cannot be kept, and tells nothing of the one before."""
        # What stands behind a lead says whether the lead is kept.
        if self.prospects is None or self.lead is not None:
            return False
        core = self.table.cores[index]
        if core.has_any(_RAISED) or reading.mark is not None or reading.keyword is not None:
            return False
        return not self._is_listed(reading, core) and self.prospects.is_hopeless(index)

    def _judged(self, reading: Reading, row: Row, probability: float) -> Judgement:
        is_imposed = self._is_imposed(reading, row)
        least = max(_least(reading, row), _IMPOSED if is_imposed else 0.0)
        confidence = round(max(probability, least), 3)
        is_kept = is_imposed or self.model.keeps(confidence, row)
        if is_kept:
            self.binding.add(reading.unit.block)
        if is_kept and (is_imposed or reading.source_id is None):
            self.listing.add(reading.unit.block)
        is_again = self.restatements.holds(reading, row)
        is_whole = not (is_again or _is_right(row) or _is_bare_lead(reading))
        return Judgement(reading, row, confidence, is_kept and is_whole)

    def _is_imposed(self, reading: Reading, row: Row) -> bool:
        if not self._is_listed(reading, row) or row.has_any(_VETOES) or not _is_item(reading, row):
            return False
        said = reading.intro_said
        return not (reading.words["subjects.requirement"].opens(said) or illustrates(reading))

    def _is_listed(self, reading: Reading, row: Row) -> bool:
        """Say whether an introduction that binds stands above an item or row."""
        block = reading.block
        if block.kind not in _LISTED:
            return False
        if "item_completes" in row:
            return True
        if block.kind is BlockKind.TABLE_ROW:
            return "item_bound" in row or block.intro in self.binding
        return block.intro in self.listing


def _is_item(reading: Reading, row: Row) -> bool:
    """Say whether an introduction can bind these words by themselves.

    What follows an item's first sentence explains it. A bare name in a list that no modal
    introduces is one of an enumeration.
    """
    is_explanation = not reading.unit.is_first and "obliges" not in row
    is_name = "verbless_alone" in row and len(reading.said.split()) <= _BARE_NAME
    is_bound = "item_imposed" in row or reading.source_id is not None
    return not is_explanation and (is_bound or not is_name)


def _is_lead(judgement: Judgement) -> bool:
    """Say whether a row opens a list and is nothing without it: it neither obliges nor supplies.

    A number makes a statement of it if it has a verb; that of a title goes to the items.
    """
    reading, row = judgement.reading, judgement.features
    if not (judgement.is_kept and reading.text.endswith(":")):
        return False
    is_outright = "strong" in row or _supplies(reading, row)
    is_stated = reading.is_numbered and not ("verbless_alone" in row and "short" in row)
    is_own = is_stated or (is_outright and reading.source_id is None)
    return not is_own


def _least(reading: Reading, row: Row) -> float:
    in_field = reading.role is not None and reading.role.is_statement
    if reading.mark is not None and ("numbered" in row or "obliges" in row or in_field):
        return _MARKED
    is_keyed = reading.keyword is not None and not row.has_any(_VETOES)
    is_named = reading.is_identified or reading.role is Role.REQUIREMENT or is_keyed
    if is_named or _supplies(reading, row):
        return _NAMED
    if not ("strong" in row or "weak" in row) or reading.text.endswith(":"):
        return 0.0
    if row.has_any(_AGAINST):
        return 0.0
    if "strong" in row:
        return _OBLIGING
    return 0.0 if "informative" in row else _ADVISING


def _supplies(reading: Reading, row: Row) -> bool:
    """Say whether the words open with what is to be supplied and put in place."""
    if "nominal" not in row or row.has_any(_VETOES):
        return False
    return reading.hits.opens("modals.obligation")


def _is_right(row: Row) -> bool:
    """Say whether the buyer is allowed or promises something: that asks nothing of others."""
    if "by_buyer" not in row:
        return False
    return "permits" in row or ("future" in row and not row.has_any(_BINDING))


def _is_bare_lead(reading: Reading) -> bool:
    """Say whether the words only open a list ("The pump shall:"): its items say the rest."""
    if reading.is_numbered or not reading.text.endswith(":"):
        return False
    ends = [end for _, end in reading.hits.spans("modals.strong")]
    tail = reading.said[max(ends, default=0) :].rstrip(" :")
    return len(reading.said.split()) < _BARE or (bool(ends) and len(tail.split()) <= _TAIL)
