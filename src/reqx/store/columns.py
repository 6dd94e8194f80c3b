"""Column types: rows of SQLite and of PostgreSQL turn into the same values of `model`."""

import json
from collections.abc import Hashable, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import ARRAY, TIMESTAMP, BigInteger, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

from reqx.model.requirements import PageRegion, Reference

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
LARGEST_ID = 2**63 - 1
NO_ID = -1
"""Stands for a number that no row can have; it matches nothing, where the driver would raise."""

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
UNSTORABLE = {0: REPLACEMENT} | dict.fromkeys(range(0xD800, 0xE000), REPLACEMENT)
"""NUL and lone surrogates: databases refuse them, documents and file names may hold them."""


def storable(text: str) -> str:
    """Return the text with what no database takes replaced one for one: offsets stay right."""
    return text if "\0" not in text and _is_encodable(text) else text.translate(UNSTORABLE)


def _is_encodable(text: str) -> bool:
    """Say whether there is no lone surrogate: asking the codec costs a tenth of a replacement."""
    try:
        return text.isascii() or bool(text.encode())
    except UnicodeEncodeError:
        return False


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime: timestamptz on PostgreSQL, integer milliseconds on SQLite."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the type the database has."""
        return dialect.type_descriptor(
            BigInteger() if dialect.name == "sqlite" else TIMESTAMP(timezone=True)
        )

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ANN401 - int or datetime
        """Count milliseconds for SQLite."""
        if value is None or dialect.name != "sqlite":
            return value
        return (value - EPOCH) // MILLISECOND

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ANN401 - int or datetime
        """Give UTC whatever the session's time zone is."""
        if value is None:
            return None
        if dialect.name == "sqlite":
            return EPOCH + int(value) * MILLISECOND
        assert isinstance(value, datetime)
        return value.astimezone(UTC)


class Id(TypeDecorator[int]):
    """A row's number. On SQLite INTEGER, since only that makes the key the row's own number."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the type the database has."""
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else BigInteger())

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Let a number too large for the column match nothing."""
        return NO_ID if value is not None and abs(value) > LARGEST_ID else value


class Words(TypeDecorator[str]):
    """Text from documents, file names and errors."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Replace what no database takes."""
        return None if value is None else storable(value)


class OneOf(TypeDecorator[StrEnum]):
    """A member of an enumeration, stored as its value."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Store the value."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Give the member."""
        return None if value is None else self.words(value)


ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""One encoder for all: `json.dumps` makes a new one each time."""


@lru_cache(1024)
def _again(strings: Hashable) -> str:
    """Return the JSON text of strings in tuples: the rows of a document repeat their flags."""
    return storable(ENCODE(strings))


class Json(TypeDecorator[Any]):
    """A small JSON value as text in which letters stay letters, so it can be searched."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Write the JSON text."""
        return None if value is None else storable(ENCODE(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ANN401, ARG002 - any JSON value
        """Read the JSON text."""
        return None if value is None else json.loads(value)


class Sentences(Json):
    """A tuple of strings."""

    cache_ok = True

    def process_bind_param(self, value: Hashable, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Write the JSON text."""
        return None if value is None else _again(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:
        """Give a tuple, empty for none."""
        return tuple(super().process_result_value(value, dialect) or ())


class Regions(Json):
    """A tuple of `PageRegion`, stored as [page, x0, top, x1, bottom] each."""

    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> str | None:
        """Flatten the boxes."""
        assert isinstance(value, tuple)
        return super().process_bind_param([[r.page, *r.bbox] for r in value], dialect)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[PageRegion, ...]:
        """Give the boxes back."""
        boxes = super().process_result_value(value, dialect) or ()
        return tuple(PageRegion(page, (x0, top, x1, bottom)) for page, x0, top, x1, bottom in boxes)


class Groups(Json):
    """A tuple of tuples of strings."""

    cache_ok = True

    def process_bind_param(self, value: Hashable, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Write the JSON text."""
        return None if value is None else _again(value)

    def process_result_value(
        self, value: str | None, dialect: Dialect
    ) -> tuple[tuple[str, ...], ...]:
        """Give tuples; none for a row of a schema that did not have the column."""
        return tuple(map(tuple, super().process_result_value(value, dialect) or ()))


class References(Json):
    """A tuple of `Reference`, stored as [text, number, uid] each."""

    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> str | None:
        """Flatten them."""
        assert isinstance(value, tuple)
        flat = [[one.text, one.number, one.uid] for one in value]
        return super().process_bind_param(flat, dialect)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Reference, ...]:
        """Give them back; none for a row of a schema that did not have the column."""
        return tuple(Reference(*one) for one in super().process_result_value(value, dialect) or ())


class Several(TypeDecorator[Any]):
    """A list as one parameter (`expressions.among`): an array on PostgreSQL, JSON on SQLite.

    One parameter whatever its length: the statement stays the same, and no limit on the number of
    parameters applies.
    """

    impl = Text
    cache_ok = True

    def __init__(self, item: type[TypeEngine[Any]]) -> None:
        super().__init__()
        self.item = item

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the type the database has."""
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else ARRAY(self.item))

    def process_bind_param(self, value: Sequence[Any] | None, dialect: Dialect) -> Any:  # noqa: ANN401 - list or text
        """Leave out the numbers no row can have, and write JSON for SQLite."""
        items = [v for v in value or () if not isinstance(v, int) or abs(v) <= LARGEST_ID]
        return json.dumps(items) if dialect.name == "sqlite" else items
