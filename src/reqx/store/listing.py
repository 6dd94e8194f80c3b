"""Pages of a listing by keyset: the next page starts after the last row, wherever that is by then.

No OFFSET: a page costs the same however deep it is, and rows that come and go meanwhile neither
repeat nor hide others.
"""

import base64
import binascii
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, RowMapping, Select, SmallInteger, and_, or_, tuple_

from reqx.errors import UsageError
from reqx.model.filters import Window
from reqx.store.columns import LARGEST_ID, Id, Instant, storable
from reqx.store.transaction import Transaction

LARGEST = {SmallInteger: 2**15 - 1, Integer: 2**31 - 1, Id: LARGEST_ID}
"""The largest number of each type of column: PostgreSQL refuses to compare with a larger one."""

_SHOWN = 60

Columns = tuple[ColumnElement[Any], ...]


@dataclass(frozen=True, slots=True)
class Order:
    """A way to sort: by `column` (None: by the key alone), equals by the unique `key`.

    Rows without a value come last, in either direction.
    """

    column: ColumnElement[Any] | None
    key: Columns
    is_descending: bool

    def apply(self, statement: Select[Any]) -> Select[Any]:
        """Sort the statement, and select what `after` needs as k0, k1 .. (the key) and `sorted`."""
        terms = [term.desc() if self.is_descending else term.asc() for term in self.key]
        for index, term in enumerate(self.key):
            statement = statement.add_columns(term.label(f"k{index}"))
        if self.column is None:
            return statement.order_by(*terms)
        first = self.column.desc() if self.is_descending else self.column.asc()
        first = first.nulls_last() if self._has_nulls() else first
        return statement.add_columns(self.column.label("sorted")).order_by(first, *terms)

    def after(self, value: Any, key: Sequence[Any]) -> ColumnElement[bool]:  # noqa: ANN401 - the column's type
        """Return the condition for the rows after the one with this value and key."""
        beyond = self._beyond(self.key, key)
        if self.column is None:
            return beyond
        if value is None:
            return and_(self.column.is_(None), beyond)
        if self._has_nulls():
            return or_(
                self._beyond((self.column,), [value]),
                and_(self.column == value, beyond),
                self.column.is_(None),
            )
        # A row comparison, which an index serves as one range.
        return self._beyond((self.column, *self.key), [value, *key])

    def _beyond(self, columns: Columns, values: Sequence[Any]) -> ColumnElement[bool]:
        left = tuple_(*columns)
        right = tuple_(*values, types=[column.type for column in columns])
        return left < right if self.is_descending else left > right

    def _has_nulls(self) -> bool:
        return bool(getattr(self.column, "nullable", True))


@dataclass(frozen=True, slots=True)
class Listing:
    """What can be listed: the fields to sort by, None standing for the key alone."""

    key: Columns
    fields: Mapping[str, ColumnElement[Any] | None]

    def find(
        self, tx: Transaction, statement: Select[Any], window: Window
    ) -> tuple[Sequence[RowMapping], str | None]:
        """Return the rows of the window, and the cursor of the next page, None after the last."""
        order = self._order(window.sort)
        if window.limit is not None and window.limit < 1:
            raise UsageError(f"the limit is {window.limit}", hint="Give a limit of 1 or more.")
        statement = order.apply(statement)
        if window.cursor is not None:
            statement = statement.where(self._after(order, window))
        if window.limit is None:
            return tx.records(statement), None
        # One row more tells whether there is a next page.
        rows = tx.records(statement.limit(window.limit + 1))
        if len(rows) <= window.limit:
            return rows, None
        rows = rows[: window.limit]
        return rows, self._cursor(window.sort, rows[-1])

    def batches(
        self, tx: Transaction, statement: Select[Any], size: int
    ) -> Iterator[Sequence[RowMapping]]:
        """Yield all rows by key, `size` at a time: bounded memory."""
        order = Order(None, self.key, is_descending=False)
        ordered = order.apply(statement).limit(size)
        rows = tx.records(ordered)
        while rows:
            yield rows
            rows = tx.records(ordered.where(order.after(None, self._key(rows[-1]))))

    def _order(self, sort: str) -> Order:
        field = sort.removeprefix("-")
        if field not in self.fields:
            raise UsageError(
                f"there is no sorting by '{field}'",
                hint=f"Sort by {', '.join(self.fields)}; put - before it for descending.",
            )
        return Order(self.fields[field], self.key, is_descending=sort.startswith("-"))

    def _key(self, row: RowMapping) -> list[Any]:
        return [row[f"k{index}"] for index in range(len(self.key))]

    def _cursor(self, sort: str, row: RowMapping) -> str:
        value = row.get("sorted")
        if isinstance(value, datetime):
            value = value.isoformat()
        text = json.dumps([sort, value, *self._key(row)], separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    def _after(self, order: Order, window: Window) -> ColumnElement[bool]:
        cursor = window.cursor or ""
        sort, value, *key = _decoded(cursor)
        if sort != window.sort:
            raise UsageError(f"the cursor belongs to a listing sorted by '{sort}'")
        if len(key) != len(self.key):
            raise _made_up(cursor)
        try:
            at = None if value is None or order.column is None else _fitted(order.column, value)
            place = [_fitted(*pair) for pair in zip(self.key, key, strict=True)]
        except (TypeError, ValueError, OverflowError) as error:
            raise _made_up(cursor) from error
        return order.after(at, place)


def _decoded(cursor: str) -> list[Any]:
    """Return the parts of a cursor: the sort, the value, the key."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        sort, value, *key = json.loads(text)
    except (binascii.Error, ValueError, TypeError, RecursionError) as error:
        raise _made_up(cursor) from error
    return [sort, value, *key]


def _fitted(column: ColumnElement[Any], value: Any) -> Any:  # noqa: ANN401 - the column's type
    """Return a cursor's value as the column's type; anybody may have written the cursor.

    Raises TypeError, ValueError or OverflowError for what the database could not compare.
    """
    if isinstance(column.type, Instant):
        return datetime.fromisoformat(value).astimezone(UTC)
    kind = getattr(column.type, "impl_instance", column.type).python_type
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        raise TypeError
    largest = next((n for size, n in LARGEST.items() if isinstance(column.type, size)), None)
    if largest is not None and abs(value) > largest:
        raise OverflowError
    return storable(value) if kind is str else value


def _made_up(cursor: str) -> UsageError:
    shown = cursor if len(cursor) <= _SHOWN else f"{cursor[:_SHOWN]}..."
    return UsageError(
        f"'{shown}' is not a cursor", hint="Give the one that the page before printed."
    )
