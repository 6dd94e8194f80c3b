"""A reading in numbers: what it says, where it stands, what stands around it.

No feature is a word: each is a list, a place or a form, so that coefficients mean the same in
every language and document.
"""

import string
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reqx.extraction.rules.fields import Role
from reqx.extraction.rules.habits import modal, numbering, of_others
from reqx.extraction.rules.introductions import binds, completes, imposes
from reqx.extraction.rules.parties import parties
from reqx.extraction.rules.reading import Reading
from reqx.extraction.rules.sections import is_informative_above, stance
from reqx.extraction.rules.telling import is_named, tells
from reqx.extraction.rules.tense import acts, has_future
from reqx.extraction.rules.values import has_value
from reqx.model.blocks import BlockKind
from reqx.model.requirements import Modality

Features = Mapping[str, float]

NEIGHBOURS = (-2, -1, 1, 2)
_SHARED = ("obliges", "describes", "numbered", "meta", "supplies", "verbless")
"""What is looked at in neighbours and as a mean over the document."""
_TOLD = ("obliges", "describes")
"""What is looked at in the other statements of the same section."""
_BESIDE = [(f"{name}{step:+d}", name, step) for step in NEIGHBOURS for name in _SHARED]
_ASCII_LETTERS = string.ascii_letters.encode()
_ASCII_CAPITALS = string.ascii_uppercase.encode()
_ASKING = ("obliges", "optional", "supplies", "item_imposed", "item_completes", "infinitive")
_TIES = (
    "optional",
    "limits",
    "every",
    "named",
    "list_item",
    "table_row",
    "numbered",
)
"""What can make a requirement of a plain statement."""
_ASKING_CELL = ("item_imposed", "item_bound", "in_field", "numbered", "optional", "limits")


def features(readings: Sequence[Reading]) -> Iterator[Features]:
    """Yield the features of every reading, in order."""
    own = _Rows()
    for reading in readings:
        own.add(_own(reading))
    means = _means(own)
    sections = [reading.block.section for reading in readings]
    beside = {f"section_{name}": of_others(sections, own.of(name)) for name in _TOLD}
    columns = _columns(own)
    for index in range(len(own)):
        row = own[index]
        section = {name: shares[index] for name, shares in beside.items()}
        around = {name: column[index + step] for name, column, step in columns}
        yield {**row, **means, **section, **around, **_crossed(row, means)}


@dataclass(slots=True)
class _Rows:
    """What each reading says by itself, under the same names: a tenth of the memory of dicts."""

    names: tuple[str, ...] = ()
    values: "array[float]" = field(default_factory=lambda: array("d"))
    shared: dict[str, "array[float]"] = field(default_factory=dict)

    def add(self, row: Features) -> None:
        self.names = self.names or tuple(row)
        self.values.extend(row.values())

    def __len__(self) -> int:
        return len(self.values) // len(self.names) if self.names else 0

    def __getitem__(self, index: int) -> dict[str, float]:
        width = len(self.names)
        values = self.values[index * width : (index + 1) * width]
        return dict(zip(self.names, values, strict=True))

    def of(self, name: str) -> "array[float]":
        """Return the values of that name, of all readings."""
        if name not in self.shared:
            is_known = name in self.names
            start = self.names.index(name) if is_known else 0
            self.shared[name] = self.values[start :: len(self.names)] if is_known else array("d")
        return self.shared[name]


def _own(reading: Reading) -> dict[str, float]:
    row = _said(reading)
    if reading.has_keywords:
        row |= _keyed(reading, row)
    row |= _place(reading) | _form(reading) | parties(reading)
    if reading.words["subjects.requirement"].opens(reading.said):
        row["about_document"] = 1.0
    row["future"] = float(has_future(reading.words, _without_meta(reading)))
    if reading.block.kind is BlockKind.LIST_ITEM and reading.words["not.rights"].search(
        reading.intro_said
    ):
        row["rights"] = 1.0
    obliges = ("strong", "needed", "future", "obligation", "prohibited", "negation", "weak")
    row["obliges"] = max(row[name] for name in obliges)
    row["acts"] = float(acts(reading.words, reading.said))
    describes = max(row["capability"], row["prescriptive"], row["acts"])
    row["describes"] = describes * (1 - row["obliges"])
    row["supplies"] = max(row["imperative"], row["nominal"]) * (1 - row["obliges"])
    row["verbless_alone"] = float(not (row["auxiliary"] or row["obliges"] or row["describes"]))
    has_verb = row["auxiliary"] or row["obliges"] or row["describes"] or row["item_imposed"]
    row["verbless"] = float(not has_verb)
    row["plain"] = float(not (row["obliges"] or row["describes"] or row["supplies"]))
    row["named"] = float(bool(row["plain"]) and is_named(reading))
    row["tells"] = float(not _asks(row) and tells(reading))
    return row


def _said(reading: Reading) -> dict[str, float]:
    """Return which lists the statement holds a phrase of."""
    row = dict.fromkeys(_LISTS, 0.0)
    for path in _PATHS.intersection(reading.near):
        if reading.words[path].search(reading.said):
            row[_NAMES[path]] = 1.0
    return row


def _asks(row: Features) -> bool:
    """Say whether the words, or those that introduce them, oblige, permit or supply."""
    return any(row[name] for name in _ASKING)


def _without_meta(reading: Reading) -> str:
    """Return the words without those that say what something is for: their tense binds nobody."""
    said = reading.said
    for start, end in reading.words["not.meta"].spans(said) if "not.meta" in reading.near else ():
        said = said[:start] + " " * (end - start) + said[end:]
    return said


def _keyed(reading: Reading, row: Features) -> dict[str, float]:
    """Return the modals where capitals bind: those in lower case count as plain need."""
    said = reading.keyword
    return {
        "strong": float(said in (Modality.MANDATORY, Modality.PROHIBITED)),
        "weak": float(said is Modality.RECOMMENDED),
        "optional": float(said is Modality.OPTIONAL),
        "negation": float(said is Modality.PROHIBITED),
        "needed": max(row["needed"], row["strong"] * (said is None)),
    }


_LISTS = {
    "strong": "modals.strong",
    "needed": "modals.needed",
    "weak": "modals.weak",
    "optional": "modals.optional",
    "negation": "modals.negation",
    "prohibited": "modals.prohibited",
    "obligation": "modals.obligation",
    "limits": "modals.limits",
    "past": "tense.past",
    "existing": "tense.existing",
    "capability": "verbs.capability",
    "prescriptive": "verbs.prescriptive",
    "auxiliary": "verbs.auxiliary",
    "definition": "not.definition",
    "meta": "not.meta",
    "rights": "not.rights",
    "purpose": "not.purpose",
    "citation": "not.citation",
    "about_document": "subjects.document",
}
_NAMES = {path: name for name, path in _LISTS.items()}
_PATHS = frozenset(_NAMES)


def _form(reading: Reading) -> dict[str, float]:
    text, said = reading.text, reading.said
    # An item and its introduction are one sentence.
    words = f"{reading.intro_said} {said}".split() if imposes(reading) else said.split()
    return {
        "imperative": float(reading.words["verbs.imperative"].opens(said)),
        "nominal": float(reading.words["verbs.nominal"].opens(said)),
        "infinitive": float(_is_infinitive(reading)),
        "existing_opens": float(_opens(reading, "tense.existing")),
        "note": float(reading.words["not.note"].opens(said)),
        "every": float(_opens(reading, "subjects.every")),
        "question": float(text.endswith("?")),
        "short": float(len(words) < 4),
        "brief": float(4 <= len(words) < 8),
        "long": float(len(words) > 35),
        "stop": float(text.endswith((".", ";"))),
        "colon": float(text.rstrip().endswith(":")),
        "lower": float(text[:1].islower()),
        "capitals": float(_is_in_capitals(text)),
        "value": float(has_value(text)),
    }


def _is_in_capitals(text: str) -> bool:
    if text.isascii():
        signs = text.encode()
        letters = len(signs) - len(signs.translate(None, _ASCII_LETTERS))
        return len(signs) - len(signs.translate(None, _ASCII_CAPITALS)) > 0.6 * letters
    found = [char for char in text if char.isalpha()]
    return sum(map(str.isupper, found)) > 0.6 * len(found)


def _opens(reading: Reading, name: str) -> bool:
    return reading.words[name].opens(reading.said)


def _is_infinitive(reading: Reading) -> bool:
    endings = tuple(reading.words["verbs.infinitive_endings"].words)
    first = reading.said.split(" ", 1)[0].strip(",;.")
    is_verb = len(first) > 3 and first not in reading.words["verbs.infinitive_exceptions"]
    return bool(endings) and is_verb and first.endswith(endings)


def _place(reading: Reading) -> dict[str, float]:
    block = reading.block
    intro, words = reading.intro_said, reading.words
    said = stance(words.language, reading.section)
    return {
        "list_item": float(block.kind is BlockKind.LIST_ITEM),
        "table_row": float(block.kind is BlockKind.TABLE_ROW),
        "heading": float(block.kind is BlockKind.HEADING),
        "caption": float(block.kind is BlockKind.CAPTION),
        "aside": float(block.kind in (BlockKind.NOTE, BlockKind.COMMENT)),
        "first": float(reading.unit.is_first),
        "item_imposed": float(imposes(reading)),
        "item_completes": float(completes(reading)),
        "item_bound": float(binds(reading)),
        "intro_informs": float(bool(intro) and words["not.meta"].search(intro) is not None),
        "normative": float(said > 0),
        "informative": float(said < 0),
        "informative_above": float(is_informative_above(words.language, reading.section)),
        "in_field": float(reading.role is Role.REQUIREMENT),
        "numbered": float(reading.is_numbered),
        "identified": float(reading.is_identified),
        "inherits": float(reading.source_id is not None and not reading.is_numbered),
    }


def _means(rows: _Rows) -> dict[str, float]:
    count = max(len(rows), 1)
    means = {f"mean_{name}": sum(rows.of(name)) / count for name in _SHARED}
    numbers = numbering(rows.of("numbered"), rows.of("obliges"))
    return {
        **means,
        "numbers": numbers,
        "modal": modal(rows.of("obliges"), rows.of("verbless_alone")),
    }


def _columns(rows: _Rows) -> list[tuple[str, "array[float]", int]]:
    """Return for each feature of a neighbour its values, and how much further on it stands there.

    There are no neighbours before the first reading and behind the last one: zeros stand for them.
    """
    edge = array("d", [0.0] * max(NEIGHBOURS))
    padded = {name: edge + rows.of(name) + edge for name in _SHARED}
    return [(called, padded[name], step + len(edge)) for called, name, step in _BESIDE]


def _crossed(row: Features, means: Features) -> dict[str, float]:
    """Return what a form means in a document of this habit."""
    said = max(row[name] for name in ("strong", "obligation", "prohibited"))
    bound = max(row["by_system"], row["by_supplier"], row["by_user"])
    is_tied = any(row[name] for name in _TIES)
    is_asked = any(row[name] for name in _ASKING_CELL)
    unnumbered = (1 - row["numbered"]) * (1 - row["inherits"]) * means["numbers"]
    return {
        "unnumbered_bare": unnumbered * (1 - row["obliges"]),
        "unnumbered_obliges": unnumbered * row["obliges"],
        "inherits_bare": row["inherits"] * (1 - row["obliges"]),
        "inherits_obliges": row["inherits"] * row["obliges"],
        "describes_where_nothing_obliges": row["describes"] * (1 - means["mean_obliges"]) ** 4,
        "plain_cell": row["plain"] * row["table_row"] * (1 - is_asked),
        "plain_where_others_oblige": row["plain"] * (1 - is_tied) * means["modal"],
        "describes_normative": row["describes"] * row["normative"] * (1 - row["informative"]),
        "future_by_party": row["future"] * max(row["by_system"], row["by_supplier"]),
        "buyer_obliged": row["obliges"] * row["by_buyer"] * (1 - row["by_supplier"]),
        "informative_bare": max(row["informative"], row["informative_above"]) * (1 - said),
        "permits": row["optional"] * (1 - row["obliges"]) * (1 - bound),
        "cites": row["citation"] * row["verbless_alone"],
        "supplies_listed": row["supplies"] * row["list_item"],
        "infinitive_listed": row["infinitive"] * row["list_item"] * (1 - row["obliges"]),
        "titles": row["colon"] * row["verbless"] * (1 - max(row["numbered"], row["imperative"])),
    }
