"""Rates that all workers on all machines share: token buckets, filled by the database's clock.

A bucket holds a tenth of a minute's worth, at least 1, and starts full: no minute lets more through
than the rate and one bucketful. Who wants more than a bucketful waits for a full bucket and leaves
it in debt, so that the rate still holds over time.
"""

import math
from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Float,
    Update,
    bindparam,
    cast,
    delete,
    extract,
    func,
    select,
    update,
)

from reqx.errors import UsageError
from reqx.model.limits import Rate
from reqx.store import dialects
from reqx.store.dialects import ByDialect
from reqx.store.expressions import NOW
from reqx.store.schema import rates
from reqx.store.transaction import Transaction

MINUTE: Final = 60.0
BURST: Final = 0.1
"""The part of a minute's worth that a bucket holds."""

Pick = Callable[..., ColumnElement[Any]]
LEAST: dict[str, Pick] = {"sqlite": func.min, "postgresql": func.least}
GREATEST: dict[str, Pick] = {"sqlite": func.max, "postgresql": func.greatest}
AGE_SECONDS = {
    "sqlite": cast(NOW - rates.c.updated_at, Float) / 1000,
    "postgresql": cast(extract("epoch", NOW - rates.c.updated_at), Float),
}
IS_IT = rates.c.name == bindparam("rate", type_=rates.c.name.type)
AMOUNT: ColumnElement[float] = bindparam("amount", type_=Float)


def _missing(dialect: str) -> ColumnElement[float]:
    """Return how much the bucket lacks for the amount; the amount may be taken at 0 or less."""
    return LEAST[dialect](AMOUNT, _full(dialect)) - _level(dialect)


def _full(dialect: str) -> ColumnElement[float]:
    return GREATEST[dialect](rates.c.per_minute * BURST, 1.0)


def _level(dialect: str) -> ColumnElement[float]:
    """Return what is in the bucket by now.

    A statement that waited for another has the older clock of the two: time never goes back.
    """
    passed = GREATEST[dialect](AGE_SECONDS[dialect], 0.0)
    return LEAST[dialect](_full(dialect), rates.c.level + passed * rates.c.per_minute / MINUTE)


def _taken(dialect: str) -> Update:
    return (
        update(rates)
        .where(IS_IT, _missing(dialect) <= 0)
        .values(
            level=_level(dialect) - AMOUNT,
            updated_at=GREATEST[dialect](NOW, rates.c.updated_at),
        )
    )


WAIT = ByDialect(
    lambda dialect: select(_missing(dialect) / rates.c.per_minute * MINUTE).where(IS_IT)
)
TAKE = ByDialect(_taken)

PER_MINUTE = bindparam("per_minute", type_=Float)
SET = ByDialect(
    lambda dialect: (
        dialects.insert(dialect, rates)
        # More than a bucket holds is read as a full one.
        .values(
            name=bindparam("rate"),
            per_minute=PER_MINUTE,
            level=PER_MINUTE + 1.0,
            updated_at=NOW,
        )
        .on_conflict_do_update(index_elements=[rates.c.name], set_={"per_minute": PER_MINUTE})
    )
)
DROP = delete(rates).where(IS_IT)
FIND = select(rates.c.name, rates.c.per_minute).order_by(rates.c.name)


def take(tx: Transaction, name: str, amount: float = 1.0) -> float:
    """Take an amount, more than 0, from a rate's bucket; return 0.0 when it was taken.

    Else return the seconds after which there will be enough, if nobody takes it first: nothing is
    reserved. A rate without a row has no limit.
    """
    values = {"rate": name, "amount": amount}
    # The look keeps those who wait from writing. It decides nothing: taking has its own guard, and
    # who finds the bucket emptied meanwhile looks again.
    while (seconds := tx.value(WAIT[tx.dialect], values)) is not None and seconds <= 0:
        if tx.run(TAKE[tx.dialect], values):
            return 0.0
    return seconds or 0.0


def set_rate(tx: Transaction, name: str, per_minute: float | None) -> None:
    """Let so much a minute through, by all workers together; None: without limit.

    UsageError for a rate that is not above 0.
    """
    if per_minute is None:
        tx.run(DROP, {"rate": name})
    elif per_minute > 0 and math.isfinite(per_minute):
        tx.run(SET[tx.dialect], {"rate": name, "per_minute": per_minute})
    else:
        raise UsageError(f"{per_minute:g} a minute is no rate", hint="Give a number above 0.")


def find(tx: Transaction) -> list[Rate]:
    """Return all rates by name."""
    return [Rate(**row) for row in tx.records(FIND)]
