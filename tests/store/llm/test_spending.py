from reqx.store import Store
from reqx.store.llm import calls, spending
from reqx.store.llm.records import Endpoint, Receipt
from reqx.store.llm.spending import Spending
from tests.store.llm import desk

LARGE = Endpoint(desk.ENDPOINT.url, "large-model")
ONE = Spending("small-model", None, 1, 1, 0, 0, 40, 5, 20, 0, 600, 0)


def test_nothing_was_spent_before_the_first_call(store: Store) -> None:
    with store.read() as tx:
        assert spending.find(tx) == []


def test_calls_are_summed_by_model_and_project(store: Store) -> None:
    who = desk.caller(store)
    other = desk.caller(store, "b.pdf", project="Bridge")
    with store.hold() as tx:
        desk.paid(tx, who, desk.ask("a"))
        desk.paid(tx, who, desk.ask("b", endpoint=LARGE))
        desk.paid(tx, other, desk.ask("c"))
        desk.paid(tx, other, desk.ask("d"))
        found = spending.find(tx)
    assert [(one.model, one.project) for one in found] == [
        ("large-model", None),
        ("small-model", None),
        ("small-model", "Bridge"),
    ]
    assert found[1] == ONE
    assert found[2] == Spending("small-model", "Bridge", 2, 2, 0, 0, 80, 10, 40, 0, 1200, 0)


def test_each_end_of_a_call_is_counted(store: Store) -> None:
    who = desk.caller(store)
    with store.hold() as tx:
        desk.paid(tx, who, desk.ask("a"))
        calls.fail(tx, desk.granted(tx, who, desk.ask("b")), desk.FREE)
        desk.granted(tx, who, desk.ask("c"))
        desk.lose_job(tx, who)
        calls.sweep(tx)
        (found,) = spending.find(tx)
    assert (found.calls, found.answered, found.failed, found.lost) == (3, 1, 1, 1)
    assert (found.input_tokens, found.estimated_tokens, found.money) == (40, 100, 1600)


def test_calls_whose_usage_nobody_told_are_estimated(store: Store) -> None:
    who = desk.caller(store)
    with store.hold() as tx:
        calls.settle(tx, desk.granted(tx, who, desk.ask("a")), "words", Receipt("OK"))
        desk.granted(tx, who, desk.ask("b", money=None))
        (found,) = spending.find(tx)
    assert (found.calls, found.input_tokens, found.estimated_tokens) == (2, 0, 200)
    assert (found.money, found.unpriced) == (1000, 1)


def test_job_shows_its_own_calls_only(store: Store) -> None:
    who, other = desk.caller(store), desk.caller(store, "b.pdf")
    with store.hold() as tx:
        desk.paid(tx, who, desk.ask("a"))
        desk.paid(tx, other, desk.ask("b"))
        assert spending.find(tx, who.job_id) == [ONE]
        assert spending.find(tx, 99) == []
