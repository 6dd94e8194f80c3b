"""What every format is given, and the columns of those that are tables."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from reqx.model.jobs import Document
from reqx.model.requirements import Requirement


class Row(Protocol):
    """A requirement and the document it was found in."""

    @property
    def requirement(self) -> Requirement:
        """The requirement."""
        ...

    @property
    def document(self) -> Document:
        """The document it was found in."""
        ...


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table of text is written: the delimiter, and whether cells stay as they are (`raw`).

    Without `raw` a cell that a spreadsheet would take for a formula gets a `'` before it.
    """

    delimiter: str = ","
    raw: bool = False


PLAIN = Layout()


@dataclass(frozen=True, slots=True)
class Written:
    """How many requirements were written; `warnings` say what a format could not keep whole."""

    rows: int
    warnings: tuple[str, ...] = ()


Cell = str | int | float | None
"""None is an empty cell. Numbers are reqx's own (a page, a confidence), text may be foreign."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, how to read its cell from a row, its width in characters."""

    title: str
    read: Callable[[Row], Cell]
    width: int


def _flagged(requirement: Requirement) -> str:
    return ", ".join(word for words in requirement.flag_words for word in words)


def _references(requirement: Requirement) -> str:
    return ", ".join(one.text for one in requirement.references)


COLUMNS = (
    Column("ID", lambda row: row.requirement.uid, 20),
    Column("Document", lambda row: row.document.name, 24),
    Column("Reference", lambda row: row.requirement.source_id, 14),
    Column("Section", lambda row: " > ".join(row.requirement.section), 28),
    Column("Page", lambda row: row.requirement.page, 7),
    Column("Requirement", lambda row: row.requirement.statement, 80),
    Column("Introduced by", lambda row: row.requirement.intro, 28),
    Column("Obligation", lambda row: row.requirement.modality.value, 13),
    Column("Kind", lambda row: row.requirement.kind and row.requirement.kind.value, 13),
    Column("Priority", lambda row: row.requirement.priority, 11),
    Column("Verification", lambda row: row.requirement.verification, 16),
    Column("Flags", lambda row: ", ".join(row.requirement.flags), 20),
    Column("Flagged words", lambda row: _flagged(row.requirement), 28),
    Column("Refers to", lambda row: _references(row.requirement), 16),
    Column("Duplicate of", lambda row: row.requirement.duplicate_of, 20),
    Column("Confidence", lambda row: row.requirement.confidence, 11),
    Column("Language", lambda row: row.requirement.language, 10),
    Column("Review", lambda row: row.requirement.review.value, 11),
    Column("Project", lambda row: row.document.project, 16),
    Column("Document ID", lambda row: row.document.id, 12),
)

# TAB, LF and CR stay: they are text. U+FFFE, U+FFFF and lone surrogates are no characters of XML.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def cells(row: Row) -> list[Cell]:
    """Return the row's cells in the order of `COLUMNS`, control characters stripped."""
    return [_clean(column.read(row)) for column in COLUMNS]


def printable(text: str) -> str:
    """Return `text` without its control characters; TAB, LF and CR stay."""
    return _CONTROL.sub("", text)


def _clean(cell: Cell) -> Cell:
    return printable(cell) if isinstance(cell, str) else cell
