"""How a requirement looks to a person: its line, and its details with the words around it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from reqx.cli import explanation, render, table
from reqx.cli.listing import Listing
from reqx.cli.table import Column
from reqx.model import records
from reqx.model.blocks import PAGE_BREAK, Page
from reqx.model.requirements import Modality, Reference, Requirement

if TYPE_CHECKING:
    from reqx.extraction.rules.flags import Rule
    from reqx.store.requirements import Located

_STYLES = {Modality.MANDATORY: "bold", Modality.PROHIBITED: "red", Modality.OPTIONAL: "dim"}
_REACH = 240
"""How many characters before and after a statement are shown."""


@dataclass(frozen=True, slots=True)
class Around:
    """The document's words before and after a statement, single-spaced."""

    before: str
    after: str


def around(requirement: Requirement, pages: Sequence[Page]) -> Around:
    """Return the words around `requirement` in the text of its document's `pages`."""
    start, end = requirement.start - _REACH, requirement.end + _REACH
    near = [page for page in pages if page.start < end and start < page.end]
    if not near:
        return Around("", "")
    base = near[0].start
    text = PAGE_BREAK.join(page.text for page in near)
    before = text[max(start - base, 0) : max(requirement.start - base, 0)]
    after = text[max(requirement.end - base, 0) : end - base]
    return Around(" ".join(before.split()), " ".join(after.split()))


@dataclass(frozen=True, slots=True)
class Shown:
    """A requirement with the words around it, and the uids of those that repeat it.

    `weighing` is why it is one, where that was asked.
    """

    found: "Located"
    around: Around
    repeating: tuple[str, ...] = ()
    weighing: explanation.Weighing | None = None


def details(shown: Shown) -> records.Record:
    """Return the `requirement` record, and what `requirements show` adds to it."""
    record = records.requirement(shown.found.requirement, shown.found.document)
    asked = {"explanation": shown.weighing.record()} if shown.weighing else {}
    return (
        record
        | asked
        | {
            "before": shown.around.before,
            "after": shown.around.after,
            "duplicates": list(shown.repeating),
            "flag_details": [
                {
                    "flag": name,
                    "rule": rule.rule,
                    "title": rule.title,
                    "why": rule.why,
                    "words": words,
                }
                for name, rule, words in _flags(shown.found.requirement)
            ],
        }
    )


LISTING: "Listing[Located]" = Listing(
    lambda row: records.requirement(row.requirement, row.document),
    (
        Column("ID", lambda row: row.requirement.uid),
        Column("Document", lambda row: row.document.name, drop=4, folds=True),
        Column("Page", lambda row: row.requirement.page),
        Column("Reference", lambda row: row.requirement.source_id, drop=5),
        Column("Section", lambda row: " > ".join(row.requirement.section), drop=6, folds=True),
        Column(
            "Obligation",
            lambda row: row.requirement.modality.value,
            drop=2,
            style=lambda row: _STYLES.get(row.requirement.modality, ""),
        ),
        Column("Confidence", lambda row: f"{row.requirement.confidence:.0%}", drop=3),
        Column("Flags", lambda row: ", ".join(row.requirement.flags), drop=7, folds=True),
        Column("Duplicate of", lambda row: row.requirement.duplicate_of, drop=8),
        Column("Requirement", lambda row: row.requirement.statement, folds=True, least=30),
    ),
)


def show(shown: Shown) -> None:
    """Print what is known about a requirement, a fact a line."""
    requirement, document = shown.found.requirement, shown.found.document
    table.show_fields(
        [
            ("Requirement", requirement.uid),
            ("Statement", requirement.statement),
            ("Reference", requirement.source_id),
            ("Obligation", requirement.modality.value),
            ("Confidence", f"{requirement.confidence:.0%}"),
            ("Document", f"{document.name} (document {document.id})"),
            ("Project", document.project),
            ("Section", " > ".join(requirement.section)),
            ("Page", render.page(requirement.page, requirement.page_label)),
            *_reading(requirement),
            ("Review", requirement.review.value),
            ("Duplicate of", requirement.duplicate_of),
            ("Repeated by", ", ".join(shown.repeating)),
            ("Before", shown.around.before),
            ("After", shown.around.after),
        ]
    )
    if shown.weighing:
        shown.weighing.show()


def _reading(requirement: Requirement) -> list[tuple[str, object]]:
    return [
        ("Kind", _kind(requirement)),
        ("Form", requirement.pattern and requirement.pattern.value),
        ("Subject", requirement.subject),
        ("Condition", requirement.condition),
        ("Introduced by", requirement.intro),
        ("Priority", requirement.priority),
        ("Verification", requirement.verification),
        *(("Refers to", _reference(one)) for one in requirement.references),
        *(("Flag", _flag(*flag)) for flag in _flags(requirement)),
        ("Language", requirement.language),
        ("Extractor", requirement.extractor),
    ]


def _kind(requirement: Requirement) -> str | None:
    if requirement.kind is None or requirement.kind_confidence is None:
        return requirement.kind and requirement.kind.value
    return f"{requirement.kind.value} (a hint, {requirement.kind_confidence:.0%})"


def _reference(reference: Reference) -> str:
    return f"{reference.text} (requirement {reference.uid})" if reference.uid else reference.text


def _flag(name: str, rule: "Rule", words: list[str]) -> str:
    said = f": {', '.join(words)}" if words else ""
    source = f" (INCOSE {rule.rule}, {rule.title})" if rule.rule else ""
    return f"{name}{said} - {rule.why}{source}"


def _flags(requirement: Requirement) -> "list[tuple[str, Rule, list[str]]]":
    """Return the flags that this version knows, with their rules and words."""
    from reqx.extraction.rules.flags import catalogue  # noqa: PLC0415 - start-up

    known = zip_longest(requirement.flags, requirement.flag_words, fillvalue=())
    return [
        (str(name), catalogue()[str(name)], list(words))
        for name, words in known
        if name in catalogue()
    ]
