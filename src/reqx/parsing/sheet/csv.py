"""CSV and TSV: records of fields, in any of the usual dialects."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Literal

from reqx.errors import TooLarge
from reqx.model.blocks import ParsedDocument
from reqx.parsing import CSV, OnPage
from reqx.parsing.assembly import DraftPage, assemble
from reqx.parsing.encoding import read_text
from reqx.parsing.mojibake import repair
from reqx.parsing.sheet.headers import scopes
from reqx.parsing.sheet.rows import Budget, SheetCell, SheetRow, drafts

PARSER = "csv/1"

MAX_COLUMNS = 16_384

_EMPTY = "The document has no text."
_OPEN_QUOTE = "A quotation mark is not closed: the file was read line by line, marks included."
_DELIMITERS = ",;\t|"
_SAMPLE_RECORDS = 200
_SAMPLE_CHARACTERS = 200_000
_STATED = re.compile(r'\A\s*"?sep=(.)"?\r?\n', re.IGNORECASE)
_NUMBER = re.compile(r"[-+(]?[^\w\s]?\s?\d[\d\s.,:/'’-]*(?:[eE][-+]?\d+)?\s?[^\w\s]?\)?")  # noqa: RUF001 - Swiss thousands
_END = "\0"
"""A record of our own behind the last one: it disappears in a quotation that is never closed."""


@dataclass(frozen=True, slots=True)
class _Records:
    """The records with fields, by line number in the file's sheet from 1."""

    rows: list[SheetRow]
    uneven: int
    is_quote_open: bool


def read(path: Path, on_page: OnPage) -> ParsedDocument:
    """Read the CSV file at `path`; `on_page` is called once, at the end.

    Raises TooLarge or Unreadable. A document without text is valid and says so in `warnings`.
    """
    characters = read_text(path)
    repaired = repair(characters.text)
    found = _records(repaired.text, path.name)
    document = assemble(
        CSV,
        PARSER,
        [DraftPage(number=None)],
        drafts(scopes(found.rows)),
        warnings=(*characters.warnings, *repaired.warnings, *_warnings(found)),
    )
    on_page(1, None)
    return document if document.blocks else replace(document, warnings=(_EMPTY, *document.warnings))


def _warnings(found: _Records) -> Iterator[str]:
    if found.is_quote_open:
        yield _OPEN_QUOTE
    if found.uneven:
        yield f"{found.uneven} rows have more or fewer cells than most of them have."


def _records(text: str, name: str) -> _Records:
    stated = _STATED.match(text)
    delimiter = stated[1] if stated else sniffed(text)
    text = text[stated.end() :] if stated else text
    budget = Budget(name)
    records = _split(text, delimiter, name, csv.QUOTE_MINIMAL)
    is_quote_open = records[-1] != [_END]
    if is_quote_open:
        records = _split(text, delimiter, name, csv.QUOTE_NONE)
    rows = [
        SheetRow(number, cells)
        for number, record in enumerate(records[:-1], 1 + bool(stated))
        if (cells := tuple(_cells(record, budget)))
    ]
    return _Records(rows, _uneven(records[:-1]), is_quote_open)


def _split(text: str, delimiter: str, name: str, quoting: Literal[0, 3]) -> list[list[str]]:
    """Return the records; the last one is `_END` unless a quotation mark is not closed."""
    lines = [*_lines(text), _END]
    limit = csv.field_size_limit(len(text) + len(lines))
    try:
        records = list(csv.reader(lines, delimiter=delimiter, quoting=quoting))
    finally:
        csv.field_size_limit(limit)
    if max(map(len, records)) > MAX_COLUMNS:
        raise TooLarge(f"{name} has more than {MAX_COLUMNS:,} columns")
    return records


def _lines(text: str) -> list[str]:
    """Return the lines, each with a line feed."""
    lines = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [f"{line}\n" for line in lines]


def sniffed(text: str) -> str:
    """Return the delimiter that gives most records the same number of fields, two at least.

    Of two that do as well, the one that gives more fields; a comma where none does.
    """
    lines = _lines(text[:_SAMPLE_CHARACTERS])
    best, delimiter = (0.0, 0), ","
    for candidate in _DELIMITERS:
        counts = Counter(_field_counts(lines, candidate))
        usual = max(counts, key=lambda count: (counts[count], count), default=1)
        score = counts[usual] / counts.total() if usual > 1 else 0.0, usual
        if usual > 1 and score > best:
            best, delimiter = score, candidate
    return delimiter


def _field_counts(lines: list[str], delimiter: str) -> list[int]:
    try:
        sample = islice(csv.reader(lines, delimiter=delimiter), _SAMPLE_RECORDS)
        return [len(record) for record in sample if record]
    except csv.Error:
        return []


def _cells(record: list[str], budget: Budget) -> Iterator[SheetCell]:
    for column, field in enumerate(record, 1):
        text = " ".join(field.split())
        if text:
            budget.spend(text)
            yield SheetCell(column, text, is_number=_NUMBER.fullmatch(text) is not None)


def _uneven(records: list[list[str]]) -> int:
    """Return how many records differ in length from most of them."""
    counts = Counter(len(record) for record in records if any(map(str.strip, record)))
    return counts.total() - max(counts.values(), default=0)
