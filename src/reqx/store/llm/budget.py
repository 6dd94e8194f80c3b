"""What calls may cost: reserved before they are made, settled after.

A budget has a limit in tokens, in money, both or none; what was used is counted in any case, so
that a limit set later knows what is gone. What calls under way have reserved is `held`: another
call is let through only if all of it fits, so a limit is passed by no more than what the calls
under way turn out to cost above what they reserved.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Row, and_, bindparam, func, or_, select, update

from reqx.errors import ConfigurationError, UsageError
from reqx.store import dialects
from reqx.store.dialects import ByDialect
from reqx.store.llm.records import Ask, Exhausted, Scope, Wait
from reqx.store.llm.tables import ScopeKind, llm_budgets
from reqx.store.transaction import Transaction

BUSY_SECONDS: Final = 1.0
"""When to ask again while what others hold may still come back."""

c = llm_budgets.c
KIND = bindparam("of_kind", type_=c.kind.type)
NAME = bindparam("of_name", type_=c.name.type)
IS_IT = and_(c.kind == KIND, c.name == NAME)
NEW = {"kind": KIND, "name": NAME, "tokens_spent": 0, "money_spent": 0}


def _amount(name: str) -> ColumnElement[int]:
    return bindparam(name, type_=c.tokens_held.type)


TOKENS = _amount("tokens")
MONEY = _amount("money")
HELD = {"tokens_held": TOKENS, "money_held": func.coalesce(MONEY, 0)}


def _fits(unit: str, amount: ColumnElement[int]) -> ColumnElement[bool]:
    limit, held, spent = (c[f"{unit}_{part}"] for part in ("limit", "held", "spent"))
    return or_(limit.is_(None), spent + held + amount <= limit)


RESERVE = ByDialect(
    lambda dialect: (
        dialects.insert(dialect, llm_budgets)
        .values(NEW | HELD)
        .on_conflict_do_update(
            index_elements=[c.kind, c.name],
            set_={name: c[name] + amount for name, amount in HELD.items()},
            where=and_(_fits("tokens", TOKENS), _fits("money", MONEY)),
        )
        .returning(c.name)
    )
)
MOVE = (
    update(llm_budgets)
    .where(IS_IT)
    .values(
        tokens_held=c.tokens_held - _amount("tokens_back"),
        tokens_spent=c.tokens_spent + _amount("tokens"),
        money_held=c.money_held - _amount("money_back"),
        money_spent=c.money_spent + _amount("money"),
    )
)
LIMITS = {
    name: bindparam(name, type_=c.tokens_held.type) for name in ("tokens_limit", "money_limit")
}
SET = ByDialect(
    lambda dialect: (
        dialects.insert(dialect, llm_budgets)
        .values(NEW | {"tokens_held": 0, "money_held": 0} | LIMITS)
        .on_conflict_do_update(index_elements=[c.kind, c.name], set_=LIMITS)
    )
)
ONE = select(llm_budgets).where(IS_IT)
FIND = select(llm_budgets).order_by(c.kind, c.name)


@dataclass(frozen=True, slots=True)
class Amounts:
    """Tokens and money."""

    tokens: int
    money: int


NOTHING = Amounts(0, 0)


@dataclass(frozen=True, slots=True)
class Budget:
    """A budget and what is gone of it. A limit that is None does not limit."""

    scope: Scope
    tokens_limit: int | None
    money_limit: int | None
    held: Amounts
    spent: Amounts


def set_limits(
    tx: Transaction, scope: Scope, *, tokens: int | None = None, money: int | None = None
) -> None:
    """Let no more than this be spent, by all workers together; None: without limit.

    What was spent before counts. UsageError for a limit below 0.
    """
    if any(limit is not None and limit < 0 for limit in (tokens, money)):
        raise UsageError("a budget is 0 or more", hint="To have none, leave it out.")
    tx.run(SET[tx.dialect], _key(scope) | {"tokens_limit": tokens, "money_limit": money})


def find(tx: Transaction) -> list[Budget]:
    """Return all budgets, and the scopes without a limit of which something was used."""
    return [_budget(row) for row in tx.rows(FIND)]


def scopes(run: str | None, project: str | None) -> list[Scope]:
    """Return the scopes a call counts for, in the order in which all lock them."""
    named = ((ScopeKind.RUN, run), (ScopeKind.PROJECT, project), (ScopeKind.ALL, ""))
    return [Scope(kind, name) for kind, name in named if name is not None]


def reserve(tx: Transaction, of: Iterable[Scope], ask: Ask) -> Exhausted | Wait | None:
    """Reserve what the call may cost in all scopes; None when it was.

    Else the caller rolls back: part of them may be. Exhausted when there is no room even if the
    calls under way give back all they hold. ConfigurationError when there is a budget in money, and
    the model's price is not known.
    """
    for scope in of:
        values = _key(scope) | {"tokens": ask.tokens, "money": ask.money}
        if not tx.rows(RESERVE[tx.dialect], values):
            (row,) = tx.rows(ONE, _key(scope))
            return _refusal(_budget(row), ask)
    return None


def move(tx: Transaction, of: Iterable[Scope], back: Amounts, spent: Amounts) -> None:
    """Give `back` what was held in all scopes, and count as much as spent as it turned out."""
    values = {
        "tokens_back": back.tokens,
        "tokens": spent.tokens,
        "money_back": back.money,
        "money": spent.money,
    }
    for scope in of:
        tx.run(MOVE, _key(scope) | values)


def _refusal(budget: Budget, ask: Ask) -> Exhausted | Wait:
    if budget.money_limit is not None and ask.money is None:
        raise ConfigurationError(
            f"a budget in money needs a price, and none is known for {ask.endpoint.model}",
            hint="Give the price, or a budget in tokens.",
        )
    could_fit = _is_within(budget.tokens_limit, budget.spent.tokens + ask.tokens) and _is_within(
        budget.money_limit, budget.spent.money + (ask.money or 0)
    )
    return Wait(BUSY_SECONDS) if could_fit else Exhausted(budget.scope)


def _is_within(limit: int | None, amount: int) -> bool:
    return limit is None or amount <= limit


def _key(scope: Scope) -> dict[str, object]:
    return {"of_kind": scope.kind, "of_name": scope.name}


def _budget(row: Row[tuple[object, ...]]) -> Budget:
    return Budget(
        Scope(row.kind, row.name),
        row.tokens_limit,
        row.money_limit,
        Amounts(row.tokens_held, row.money_held),
        Amounts(row.tokens_spent, row.money_spent),
    )
