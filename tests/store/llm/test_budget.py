import pytest

from reqx.errors import ConfigurationError, UsageError
from reqx.store import Store
from reqx.store.llm import budget, calls
from reqx.store.llm.budget import NOTHING, Amounts, Budget
from reqx.store.llm.records import Exhausted, Granted, Reply, Scope, Wait
from reqx.store.llm.tables import ScopeKind
from tests.store import processes
from tests.store.llm import desk, spenders

ALL = Scope(ScopeKind.ALL)
NIGHT = Scope(ScopeKind.RUN, "night")
BRIDGE = Scope(ScopeKind.PROJECT, "Bridge")


def reserve(store: Store, text: str = "b", **changes: int | None) -> Reply:
    """Ask for one more call in the run and project that have the budgets."""
    who = desk.caller(store, f"{text}.pdf", run="night", project="Bridge")
    with store.hold() as tx:
        return calls.reserve(tx, who, desk.ask(text, **changes))


@pytest.mark.parametrize("scope", [ALL, NIGHT, BRIDGE])
def test_each_budget_is_heeded(store: Store, scope: Scope) -> None:
    with store.hold() as tx:
        budget.set_limits(tx, scope, tokens=99)
    assert reserve(store) == Exhausted(scope)


def test_budget_of_others_limits_nothing(store: Store) -> None:
    with store.hold() as tx:
        budget.set_limits(tx, Scope(ScopeKind.RUN, "day"), tokens=0)
        budget.set_limits(tx, Scope(ScopeKind.PROJECT, "night"), tokens=0)
    assert isinstance(reserve(store), Granted)


@pytest.mark.parametrize(("tokens", "money"), [(99, None), (None, 999), (99, 999)])
def test_call_that_does_not_fit_is_not_made(
    store: Store, tokens: int | None, money: int | None
) -> None:
    with store.hold() as tx:
        budget.set_limits(tx, ALL, tokens=tokens, money=money)
    assert reserve(store) == Exhausted(ALL)


def test_budget_may_be_used_to_the_last_token(store: Store) -> None:
    with store.hold() as tx:
        budget.set_limits(tx, ALL, tokens=100, money=1000)
    assert isinstance(reserve(store), Granted)


def test_who_may_get_what_others_hold_waits(store: Store) -> None:
    with store.hold() as tx:
        budget.set_limits(tx, ALL, tokens=170)
    first = reserve(store, "a")
    assert isinstance(first, Granted)
    assert reserve(store) == Wait(budget.BUSY_SECONDS)
    with store.hold() as tx:
        calls.settle(tx, first.call, "words", desk.receipt(60))
    assert isinstance(reserve(store, "c"), Granted)


def test_budget_is_exhausted_when_nothing_can_come_back(store: Store) -> None:
    with store.hold() as tx:
        budget.set_limits(tx, ALL, tokens=150)
        who = desk.caller(store)
        desk.paid(tx, who, desk.ask("a"))
    assert reserve(store) == Exhausted(ALL)


def test_limit_set_later_knows_what_is_gone(store: Store) -> None:
    who = desk.caller(store, project="Bridge")
    with store.hold() as tx:
        desk.paid(tx, who, desk.ask("a"))
        budget.set_limits(tx, BRIDGE, tokens=150, money=5000)
        expected = Budget(BRIDGE, 150, 5000, NOTHING, Amounts(60, 600))
        assert [one for one in budget.find(tx) if one.scope == BRIDGE] == [expected]
    assert reserve(store) == Exhausted(BRIDGE)


def test_limit_taken_away_limits_nothing(store: Store) -> None:
    with store.hold() as tx:
        budget.set_limits(tx, ALL, tokens=0)
        budget.set_limits(tx, ALL)
    assert isinstance(reserve(store), Granted)


def test_money_budget_needs_a_price(store: Store) -> None:
    with store.hold() as tx:
        budget.set_limits(tx, ALL, money=10**9)
    with pytest.raises(ConfigurationError, match="none is known for small-model"):
        reserve(store, money=None)


def test_model_without_a_price_keeps_to_a_budget_in_tokens(store: Store) -> None:
    with store.hold() as tx:
        budget.set_limits(tx, ALL, tokens=99)
    assert reserve(store, money=None) == Exhausted(ALL)


def test_limit_below_nothing_is_refused(store: Store) -> None:
    with store.hold() as tx, pytest.raises(UsageError, match="0 or more"):
        budget.set_limits(tx, ALL, money=-1)


def test_processes_together_never_spend_more_than_the_budget(store: Store, url: str) -> None:
    callers = [desk.caller(store, f"{number}.pdf", run="night") for number in range(4)]
    with store.hold() as tx:
        budget.set_limits(tx, NIGHT, tokens=1000)
    made = processes.run(spenders.spend, [(url, who, 60) for who in callers])
    with store.hold() as tx:
        (found,) = (one for one in budget.find(tx) if one.scope == NIGHT)
    # Each call reserves 100 and costs 60: the last one starts at 900 at the latest.
    assert found.held == NOTHING
    assert 900 < found.spent.tokens <= 1000
    assert sum(made) * 60 == found.spent.tokens
