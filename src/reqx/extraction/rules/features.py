"""A reading in numbers: what it says, where it stands, what stands around it.

No feature is a word: each is a list, a place or a form, so that coefficients mean the same in
every language and document.
"""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from reqx.extraction.rules.crossed import crossed
from reqx.extraction.rules.fields import Role
from reqx.extraction.rules.forms import forms
from reqx.extraction.rules.habits import modal, numbering, numbering_of_parts, of_others
from reqx.extraction.rules.introductions import of_introduction
from reqx.extraction.rules.parties import parties
from reqx.extraction.rules.promises import claims
from reqx.extraction.rules.reading import Reading
from reqx.extraction.rules.row import Features, Row, column
from reqx.extraction.rules.sections import of_section, part_of_requirements
from reqx.extraction.rules.telling import is_named, tells
from reqx.extraction.rules.tense import acts, ends_in_future, has_future
from reqx.model.blocks import BlockKind
from reqx.model.requirements import Modality

NEIGHBOURS = (-2, -1, 1, 2)
_EDGE = max(NEIGHBOURS)
_SHARED = ("obliges", "describes", "numbered", "meta", "supplies", "verbless")
"""What is looked at in neighbours and as a mean over the document."""
_TOLD = ("obliges", "describes")
"""What is looked at in the other statements of the same section."""
_LISTS = {
    "modals.strong": "strong",
    "modals.needed": "needed",
    "modals.weak": "weak",
    "modals.optional": "optional",
    "modals.negation": "negation",
    "modals.prohibited": "prohibited",
    "modals.obligation": "obligation",
    "modals.limits": "limits",
    "tense.past": "past",
    "tense.existing": "existing",
    "verbs.capability": "capability",
    "verbs.prescriptive": "prescriptive",
    "verbs.auxiliary": "auxiliary",
    "not.definition": "definition",
    "not.meta": "meta",
    "not.purpose": "purpose",
    "not.citation": "citation",
    "subjects.document": "about_document",
}
"""Features of a statement that holds a phrase of a list."""
_OPENINGS = {
    "verbs.imperative": "imperative",
    "verbs.nominal": "nominal",
    "tense.existing": "existing_opens",
    "not.note": "note",
    "subjects.every": "every",
    "subjects.requirement": "about_document",
}
"""Features of a statement that begins with one."""
_KINDS = {
    BlockKind.LIST_ITEM: "list_item",
    BlockKind.TABLE_ROW: "table_row",
    BlockKind.HEADING: "heading",
    BlockKind.CAPTION: "caption",
    BlockKind.NOTE: "aside",
    BlockKind.COMMENT: "aside",
}
_KEYED = ("strong", "weak", "optional", "negation")
_OBLIGING = frozenset(
    ("strong", "needed", "future", "obligation", "prohibited", "negation", "weak")
)
_DESCRIBING = frozenset(("capability", "prescriptive", "acts"))
_ASKING = frozenset(
    ("obliges", "optional", "supplies", "item_imposed", "item_completes", "infinitive")
)


def features(readings: Sequence[Reading]) -> Iterator[Features]:
    """Yield the features of every reading, in order."""
    table = Table(readings)
    yield from map(table.row, range(len(readings)))


class Table:
    """The features of a document's readings: what counts for others at once, the rest if asked.

    `cores` are the features that others are told by, by reading, with how far numbers are a habit
    where it stands ("numbers"), `habit` those that all have,
    `numbering` how far its habit of numbering holds for each, `sections` the others' shares.
    """

    def __init__(self, readings: Sequence[Reading]) -> None:
        """Read what neighbours, sections and the whole document are told by."""
        self.readings = readings
        self.cores = [_core(reading) for reading in readings]
        self.habit = _habit(self.cores)
        edge = [()] * _EDGE
        shared = (tuple(filter(row.__contains__, _SHARED)) for row in self.cores)
        self._shared = [*edge, *shared, *edge]
        parts = [part_of_requirements(each.words.language, each.section) for each in readings]
        numbered, obliges = (column(self.cores, name) for name in ("numbered", "obliges"))
        self.numbering = numbering_of_parts(parts, numbered, obliges)
        numbers = self.habit["numbers"]
        for core, share in zip(self.cores, self.numbering, strict=True) if numbers else ():
            core["numbers"] = numbers * share
        sections = [reading.block.section for reading in readings]
        self.sections = {
            f"section_{name}": of_others(sections, column(self.cores, name)) for name in _TOLD
        }

    def row(self, index: int) -> Row:
        """Return all features of a reading."""
        row = Row(self.habit)
        for name, shares in self.sections.items():
            row[name] = shares[index]
        for step in NEIGHBOURS:
            row.update(beside(step, self._shared[index + step + _EDGE]))
        row.update(self.own(index))
        return row

    def own(self, index: int) -> Row:
        """Return those of the reading itself, without what is around it."""
        row = Row(self.cores[index])
        _complete(row, self.readings[index])
        row.update(self.crossed(row, index))
        return row

    def crossed(self, row: Row, index: int) -> Features:
        """Return what these of its features mean in the document's habit."""
        return crossed(row, self.habit, self.numbering[index])

    def shared(self, step: int) -> Sequence[tuple[str, ...]]:
        """Return what the reading that many readings on has, as far as others are told by it."""
        begin = step + _EDGE
        return self._shared[begin : begin + len(self.readings)]


def _core(reading: Reading) -> Row:
    """Return the features that others are told by, and those that they come from."""
    hits = reading.hits
    row = Row()
    row.note([_LISTS[path] for path in hits.found if path in _LISTS and hits.has(path)])
    if claims(hits):
        row["rights"] = 1.0
    if reading.has_keywords:
        _key(row, reading)
    row.note([_OPENINGS[path] for path in _openings(hits.openers) if hits.opens(path)])
    row.update(of_section(reading.words.language, reading.section))
    if reading.intro_said:
        row.update(of_introduction(reading))
    _place(row, reading)
    if _is_in_future(reading):
        row["future"] = 1.0
    _weigh_verbs(row, reading)
    return row


@lru_cache(maxsize=512)
def _openings(openers: frozenset[str]) -> tuple[str, ...]:
    """Return the lists that openings are features of, as far as one of them may begin a text."""
    return tuple(path for path in _OPENINGS if path in openers)


def _key(row: Row, reading: Reading) -> None:
    """Let capitals alone bind: what binds in lower case counts as plain need."""
    said = reading.keyword
    if "strong" in row and said is None:
        row["needed"] = 1.0
    for name in _KEYED:
        row.pop(name, None)
    if said in (Modality.MANDATORY, Modality.PROHIBITED):
        row["strong"] = 1.0
    if said is Modality.PROHIBITED:
        row["negation"] = 1.0
    if said in (Modality.RECOMMENDED, Modality.OPTIONAL):
        row["weak" if said is Modality.RECOMMENDED else "optional"] = 1.0


def _place(row: Row, reading: Reading) -> None:
    if kind := _KINDS.get(reading.block.kind):
        row[kind] = 1.0
    if reading.unit.is_first:
        row["first"] = 1.0
    if reading.role is Role.REQUIREMENT:
        row["in_field"] = 1.0
    if reading.is_numbered:
        row["numbered"] = 1.0
    elif reading.source_id is not None:
        row["inherits"] = 1.0
    if reading.is_identified:
        row["identified"] = 1.0


def _is_in_future(reading: Reading) -> bool:
    """Say whether the words oblige by the future: not those that say what something is for."""
    hits = reading.hits
    if not hits.has("not.meta"):
        return hits.has("modals.future") or ends_in_future(hits.words, hits.said)
    said = hits.said
    for start, end in hits.spans("not.meta"):
        said = said[:start] + " " * (end - start) + said[end:]
    return has_future(hits.words, said)


def _weigh_verbs(row: Row, reading: Reading) -> None:
    """Add what the verb does, or that there is none."""
    if acts(reading.hits):
        row["acts"] = 1.0
    is_supply = "imperative" in row or "nominal" in row
    if row.has_any(_OBLIGING):
        row["obliges"] = 1.0
    elif row.has_any(_DESCRIBING):
        row["describes"] = 1.0
    elif "auxiliary" not in row:
        row["verbless_alone"] = 1.0
        if "item_imposed" not in row:
            row["verbless"] = 1.0
    if is_supply and "obliges" not in row:
        row["supplies"] = 1.0
    if not ("obliges" in row or "describes" in row or "supplies" in row):
        row["plain"] = 1.0


def _complete(row: Row, reading: Reading) -> None:
    """Add what counts for the reading alone."""
    row.note(forms(reading, has_intro="item_imposed" in row))
    row.note(parties(reading))
    if "plain" in row and is_named(reading):
        row["named"] = 1.0
    if not row.has_any(_ASKING) and tells(reading):
        row["tells"] = 1.0


def _habit(rows: Sequence[Row]) -> Row:
    """Return what the document's readings have in common."""
    count = max(len(rows), 1)
    columns = {name: column(rows, name) for name in (*_SHARED, "verbless_alone")}
    habit = Row({f"mean_{name}": sum(columns[name]) / count for name in _SHARED})
    habit["numbers"] = numbering(columns["numbered"], columns["obliges"])
    habit["modal"] = modal(columns["obliges"], columns["verbless_alone"])
    return habit


@cache
def beside(step: int, names: tuple[str, ...]) -> Features:
    """Return the features of the neighbour that many readings on, which has these of its own."""
    return {f"{name}{step:+d}": 1.0 for name in names}
