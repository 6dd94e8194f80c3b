"""How fast calls of a model may be made, by all workers on the database together.

The generic cell rate algorithm (ITU-T I.371), for requests and for tokens: a call is let through
when what was let through before is paid for by waiting, and pushes that time on by its own cost.
What is not used is lost but for `TOLERANCE_SECONDS` of it, which makes up for who wakes up late;
`MARGIN` takes that off again: no minute has more requests than allowed, nor more tokens as long as
one call takes no more than a hundredth of them.

A server that says "too many" keeps all workers waiting, and slows them down: the rates fall by
`SLOWER` at most once in `SLOW_SECONDS`, and rise by `FASTER` of their limit in each minute without.
Where nobody set a limit for requests, the server shows its own: the rate falls to what it answered
just before, as soon as that can be told. It rises by `GUESS_FASTER` in each `GUESS_SECONDS` if
there is no limit at all: what was seen of an unknown limit is soon out of date, and too low where
calls waited meanwhile.
"""

import math
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Float,
    Integer,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    update,
)

from reqx.errors import UsageError
from reqx.store import dialects
from reqx.store.dialects import ByDialect
from reqx.store.llm.clock import CLOCK
from reqx.store.llm.records import Endpoint, Pace
from reqx.store.llm.tables import llm_paces
from reqx.store.rates import GREATEST, LEAST, MINUTE
from reqx.store.transaction import Transaction

MARGIN: Final = 0.98
TOLERANCE_SECONDS: Final = 0.3
SLOWER: Final = 0.7
SLOW_SECONDS: Final = 5.0
FASTER: Final = 0.05
LONGEST_SECONDS: Final = 3600.0
"""No server's word keeps the workers waiting for longer."""
PAUSE_SECONDS: Final = 1.0
"""How long they wait when the server does not say."""
WINDOW_SECONDS: Final = 10.0
"""The time over which answers are counted."""
SOON_SECONDS: Final = 0.001
LEAST_RATES: Final = {"requests": 1.0, "tokens": 1000.0}
LEAST_GUESS: Final = 60.0
GUESS_SECONDS: Final = 10.0
GUESS_FASTER: Final = 0.15
GUESSED: Final = 0.95
"""The part of what was answered that a guess takes: the server had saved some before."""
SEEN_SECONDS: Final = 1.0
"""Answers are a rate when they have come for so long."""
UNITS: Final = ("requests", "tokens")

c = llm_paces.c
KEY = {
    "endpoint": bindparam("of_endpoint", type_=c.endpoint.type),
    "model": bindparam("of_model", type_=c.model.type),
}
IS_IT = and_(*(c[name] == value for name, value in KEY.items()))
IS_DUE = c.slowed_at + SLOW_SECONDS <= CLOCK
AMOUNT: dict[str, ColumnElement[float]] = {
    "requests": bindparam("of_requests", type_=Float),
    "tokens": bindparam("of_tokens", type_=Float),
}
ANSWERED: ColumnElement[int] = bindparam("of_answered", type_=Integer)
SECONDS: ColumnElement[float] = bindparam("seconds", type_=Float)
# One of which nothing is known: it starts empty, without the tolerance.
NEW = KEY | {
    "requests_at": CLOCK + TOLERANCE_SECONDS,
    "tokens_at": CLOCK + TOLERANCE_SECONDS,
    "slowed_at": 0.0,
    "changed_at": CLOCK,
    "answered": 0,
    "answered_since": CLOCK,
}
FRESH = NEW | {"requests_at": CLOCK, "tokens_at": CLOCK}


IS_UNLIMITED = and_(*(c[f"{unit}_limit"].is_(None) for unit in UNITS))


def _seconds(unit: str, amount: ColumnElement[float]) -> ColumnElement[float]:
    """Return how long an amount takes at the rate; 0 without one."""
    return func.coalesce(amount * MINUTE / (c[f"{unit}_rate"] * MARGIN), 0.0)


def _wait(dialect: str) -> ColumnElement[float]:
    return GREATEST[dialect](c.requests_at, c.tokens_at) - TOLERANCE_SECONDS - CLOCK


def _risen(unit: str, dialect: str) -> ColumnElement[float]:
    """Return the rate, higher after a minute without a change."""
    limit, rate = c[f"{unit}_limit"], c[f"{unit}_rate"]
    higher = case(
        (IS_UNLIMITED, rate * (1 + GUESS_FASTER)), else_=rate + FASTER * func.coalesce(limit, rate)
    )
    risen = LEAST[dialect](func.coalesce(limit, higher), higher)
    return case((and_(IS_CLEAN, rate.is_not(None)), risen), else_=rate)


CLEAN_SECONDS = case((IS_UNLIMITED, GUESS_SECONDS), else_=MINUTE)
IS_CLEAN = c.changed_at + CLEAN_SECONDS <= CLOCK


def _take(dialect: str) -> Any:  # noqa: ANN401 - SQLAlchemy's Insert, of either dialect
    paid = {
        f"{unit}_at": GREATEST[dialect](c[f"{unit}_at"], CLOCK) + _seconds(unit, AMOUNT[unit])
        for unit in UNITS
    }
    rates = {f"{unit}_rate": _risen(unit, dialect) for unit in UNITS}
    changed = {"changed_at": case((IS_CLEAN, CLOCK), else_=c.changed_at)}
    return (
        dialects.insert(dialect, llm_paces)
        .values(FRESH)
        .on_conflict_do_update(
            index_elements=[c.endpoint, c.model],
            set_=paid | rates | changed,
            where=_wait(dialect) <= 0,
        )
        .returning(c.model)
    )


def _slower(unit: str) -> ColumnElement[float]:
    return case(
        (and_(IS_DUE, c[f"{unit}_rate"] > LEAST_RATES[unit]), c[f"{unit}_rate"] * SLOWER),
        else_=c[f"{unit}_rate"],
    )


def _guess(dialect: str) -> ColumnElement[float]:
    """Return the rate of requests for a server of which only the answers are known."""
    seen_seconds = CLOCK - c.answered_since
    is_seen = and_(c.answered > 0, seen_seconds >= SEEN_SECONDS)
    rate = c.answered / seen_seconds * MINUTE * GUESSED
    lower = LEAST[dialect](func.coalesce(c.requests_rate, rate), rate)
    return case(
        (and_(IS_DUE, c.requests_limit.is_(None), is_seen), GREATEST[dialect](LEAST_GUESS, lower)),
        else_=_slower("requests"),
    )


def _push_back(dialect: str) -> Any:  # noqa: ANN401 - SQLAlchemy's Insert, of either dialect
    pick = GREATEST[dialect]
    until = CLOCK + SECONDS + TOLERANCE_SECONDS
    return (
        dialects.insert(dialect, llm_paces)
        .values(FRESH | {"requests_at": until})
        .on_conflict_do_update(
            index_elements=[c.endpoint, c.model],
            set_={
                "requests_at": pick(c.requests_at, until),
                "requests_rate": _guess(dialect),
                "tokens_rate": _slower("tokens"),
                "slowed_at": case((IS_DUE, CLOCK), else_=c.slowed_at),
                "changed_at": CLOCK,
            },
        )
    )


def _set(dialect: str) -> Any:  # noqa: ANN401 - SQLAlchemy's Insert, of either dialect
    limits = {f"{unit}_{part}": AMOUNT[unit] for unit in UNITS for part in ("limit", "rate")}
    is_other = or_(*(c[f"{unit}_limit"].is_distinct_from(AMOUNT[unit]) for unit in UNITS))
    return (
        dialects.insert(dialect, llm_paces)
        .values(NEW | limits)
        .on_conflict_do_update(index_elements=[c.endpoint, c.model], set_=limits, where=is_other)
    )


def _cap(dialect: str) -> Any:  # noqa: ANN401 - SQLAlchemy's Update
    capped = {
        f"{unit}_rate": LEAST[dialect](
            func.coalesce(c[f"{unit}_rate"], AMOUNT[unit]),
            func.coalesce(AMOUNT[unit], c[f"{unit}_rate"]),
        )
        for unit in UNITS
    }
    return update(llm_paces).where(IS_IT).values(capped)


WAIT = ByDialect(lambda dialect: select(_wait(dialect)).where(IS_IT))
TAKE = ByDialect(_take)
PUSH_BACK = ByDialect(_push_back)
SET = ByDialect(_set)
CAP = ByDialect(_cap)
IS_OVER = c.answered_since + WINDOW_SECONDS <= CLOCK
CORRECT = (
    update(llm_paces)
    .where(IS_IT)
    .values(
        tokens_at=c.tokens_at - _seconds("tokens", AMOUNT["tokens"]),
        answered=case((IS_OVER, ANSWERED), else_=c.answered + ANSWERED),
        # From the first answer on: how long that took says nothing about the rate.
        answered_since=case((or_(IS_OVER, c.answered == 0), CLOCK), else_=c.answered_since),
    )
)
FIND = select(llm_paces).order_by(c.endpoint, c.model)


def set_limits(
    tx: Transaction,
    endpoint: Endpoint,
    *,
    requests: float | None = None,
    tokens: float | None = None,
) -> None:
    """Let so much a minute through, by all workers together; None: as much as the server takes.

    The same limits again change nothing: workers may say so when they start. Others make the rates
    start anew. UsageError for a limit that is not above 0.
    """
    for limit in (requests, tokens):
        if limit is not None and not (limit > 0 and math.isfinite(limit)):
            raise UsageError(f"{limit:g} a minute is no rate", hint="Give a number above 0.")
    tx.run(SET[tx.dialect], _key(endpoint) | {"of_requests": requests, "of_tokens": tokens})


def look(tx: Transaction, endpoint: Endpoint) -> float:
    """Return the seconds until a call may be let through, if nobody is faster: 0.0 for now."""
    return max(0.0, tx.value(WAIT[tx.dialect], _key(endpoint)) or 0.0)


def take(tx: Transaction, endpoint: Endpoint, tokens: int) -> float:
    """Let one call of so many tokens through, and return 0.0; else the seconds `look` gives.

    In a process one thread should ask for all that wait: each look is a query.
    """
    values = _key(endpoint) | {"of_requests": 1.0, "of_tokens": tokens}
    if tx.rows(TAKE[tx.dialect], values):
        return 0.0
    # The look is later than the refusal, and may find the time has come.
    return max(SOON_SECONDS, look(tx, endpoint))


def correct(tx: Transaction, endpoint: Endpoint, unused_tokens: int, *, is_answered: bool) -> None:
    """Give back what a call let through did not use of its tokens (below 0: it used more)."""
    values = {"of_tokens": unused_tokens, "of_answered": int(is_answered)}
    tx.run(CORRECT, _key(endpoint) | values)


def push_back(tx: Transaction, endpoint: Endpoint, seconds: float | None = None) -> None:
    """Let no call through for so long, and more slowly after: the server said "too many".

    `seconds` None: it did not say for how long. More than an hour is taken for an hour.
    """
    pause = min(max(PAUSE_SECONDS if seconds is None else seconds, 0.0), LONGEST_SECONDS)
    tx.run(PUSH_BACK[tx.dialect], _key(endpoint) | {"seconds": pause})


def cap(
    tx: Transaction,
    endpoint: Endpoint,
    *,
    requests: float | None = None,
    tokens: float | None = None,
) -> None:
    """Let no more than this a minute through, for the server says it is its limit (None: unsaid).

    Once is enough, not with each answer: it is a write. A pace nobody has used yet has no cap.
    """
    tx.run(CAP[tx.dialect], _key(endpoint) | {"of_requests": requests, "of_tokens": tokens})


def find(tx: Transaction) -> list[Pace]:
    """Return the pace of each model that was called, or has a limit."""
    return [
        Pace(
            Endpoint(row.endpoint, row.model),
            row.requests_limit,
            row.requests_rate,
            row.tokens_limit,
            row.tokens_rate,
        )
        for row in tx.rows(FIND)
    ]


def _key(endpoint: Endpoint) -> dict[str, Any]:
    return {"of_endpoint": endpoint.url, "of_model": endpoint.model}
