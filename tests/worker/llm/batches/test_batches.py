"""A document is asked about in batches, and call by call where those give nothing."""

from collections import Counter

import pytest

from reqx.errors import (
    BatchPending,
    BudgetSpent,
    ConfigurationError,
    EndpointUnavailable,
    RateLimited,
)
from reqx.extraction.llm.study import ALONE
from reqx.model.jobs import Claim
from reqx.store import Store, jobs
from reqx.store.llm import budget, spending
from reqx.store.llm.batches import FULL
from reqx.store.llm.budget import NOTHING
from reqx.store.llm.records import EVERYTHING
from reqx.testing import BatchApi, Reply, Request, ScriptedServer, replies
from reqx.worker.llm import Allowance
from reqx.worker.llm.ledger import Stopped
from tests import make
from tests.extraction.make import document, paragraph
from tests.worker.llm import batch_site, site

Server = ScriptedServer
PRICE = (2000 * 15 + 20 * 60) // 100


def held(store: Store) -> budget.Amounts:
    with store.read() as tx:
        return next(one.held for one in budget.find(tx) if one.scope == EVERYTHING)


def check_once(api: BatchApi) -> None:
    """See that no call was submitted twice."""
    assert api.submitted
    assert max(Counter(api.submitted).values()) == 1


def test_document_is_asked_about_in_a_batch_at_half_the_price(store: Store, who: Claim) -> None:
    api = batch_site.api()
    with Server(api) as server:
        told = batch_site.sent(store, server, who)
        assert isinstance(told, BatchPending)
        assert "batch_2" in told.message
        assert batch_site.look(store, server) is None
        found = batch_site.found(store, server, batch_site.again(store))
        assert batch_site.called(server) == []
    assert len(found.requirements) == site.SHALL
    with store.read() as tx:
        (sums,) = spending.find(tx, who.job_id)
    assert sums.answered == sums.batched == len(api.submitted) > 1
    assert sums.money == sums.answered * PRICE // 2
    check_once(api)


def test_nothing_is_left_at_the_server(store: Store, who: Claim) -> None:
    api = batch_site.api(batch_site.faulty(replies.error(500, "busy")))
    with Server(api) as server:
        batch_site.found(store, server, who)
    assert api.files == {}


def test_second_look_is_a_second_batch(store: Store, who: Claim) -> None:
    api = batch_site.api(site.naming("blue"))
    with Server(api) as server:
        found = batch_site.found(store, server, who)
        assert batch_site.called(server) == []
    assert [row.confidence for row in found.requirements] == [ALONE]
    assert [state for state, _ in batch_site.statuses(store)] == ["ENDED", "ENDED"]
    check_once(api)


@pytest.mark.parametrize(
    "fault",
    [
        replies.reset(),
        replies.hang(),
        replies.error(500, "busy"),
        replies.rate_limited(),
        replies.no_choices(),
        replies.unauthorised(),
    ],
)
def test_what_a_batch_gives_no_answer_to_is_asked_call_by_call(
    store: Store, who: Claim, fault: Reply
) -> None:
    api = batch_site.api(batch_site.faulty(fault))
    with Server(api) as server:
        found = batch_site.found(store, server, who)
        assert len(batch_site.called(server)) == 1
    assert len(found.requirements) == site.SHALL
    assert held(store) == NOTHING
    check_once(api)


def test_answer_that_is_too_long_is_asked_for_in_halves(store: Store, who: Claim) -> None:
    api = batch_site.api(batch_site.faulty(replies.truncated()))
    with Server(api) as server:
        found = batch_site.found(store, server, who)
        # One half is in a second batch, and the other is found to be missing after that.
        assert len(batch_site.called(server)) == 1
    assert len(found.requirements) == site.SHALL


def test_refusal_in_a_batch_is_a_gap(store: Store, who: Claim) -> None:
    with Server(batch_site.api(batch_site.faulty(replies.refusal()))) as server:
        found = batch_site.found(store, server, who)
        assert batch_site.called(server) == []
    assert found.model is not None
    assert [gap.reason for gap in found.model.gaps] == ["refused"]


@pytest.mark.parametrize("status", ["failed", "expired", "cancelled"])
def test_batch_that_came_to_nothing_is_asked_call_by_call(
    store: Store, who: Claim, status: str
) -> None:
    api = batch_site.api(
        lambda request: (
            replies.hang() if batch_site.is_of_batch(request) else site.naming("shall")(request)
        ),
        ends=status,
    )
    with Server(api) as server:
        found = batch_site.found(store, server, who)
        assert len(batch_site.called(server)) == len(api.submitted)
    assert len(found.requirements) == site.SHALL
    assert batch_site.statuses(store) == [("ENDED", status)]


@pytest.mark.parametrize("status", [404, 405, 501])
def test_server_without_batches_ends_the_run_with_the_remedy(
    store: Store, who: Claim, status: int
) -> None:
    def reply(request: Request) -> Reply:
        is_call = request.path.endswith("/chat/completions")
        return site.CAPABLE if is_call else replies.error(status, "no such path")

    with Server(reply) as server:
        told = site.error(batch_site.ask(store, server, who))
    assert isinstance(told, ConfigurationError)
    assert "takes no batches" in told.message
    assert "--llm-batch" in told.hint
    assert not batch_site.waits(store, who)
    assert held(store) == NOTHING


@pytest.mark.parametrize("path", ["files", "batches"])
def test_batch_that_is_certainly_not_made_leaves_nothing_behind(
    store: Store, who: Claim, path: str
) -> None:
    api = batch_site.api()
    with Server(batch_site.instead(api, "POST", path, replies.rate_limited("9"))) as server:
        assert isinstance(batch_site.sent(store, server, who), RateLimited)
        assert (api.submitted, api.files) == ([], {})
        assert held(store) == NOTHING
        batch_site.hurry(store, who)
        batch_site.found(store, server, batch_site.again(store))
    check_once(api)


def test_server_that_does_not_answer_is_tried_again_later(store: Store, who: Claim) -> None:
    with Server(batch_site.instead(batch_site.api(), "POST", "files", replies.reset())) as server:
        told = site.error(batch_site.ask(store, server, who))
    assert isinstance(told, EndpointUnavailable)
    assert batch_site.statuses(store) == [("ENDED", "abandoned")]


def test_document_that_waits_is_not_asked_about(store: Store, who: Claim) -> None:
    api = batch_site.api(ends=None)
    with Server(api) as server:
        batch_site.ask(store, server, who)
        for is_batching in (True, False):
            asking = batch_site.ask(store, server, who, is_batching=is_batching)
            assert isinstance(site.error(asking), BatchPending)
        assert batch_site.called(server) == []
    check_once(api)


def test_document_with_the_same_words_waits_for_the_same_batch(store: Store, who: Claim) -> None:
    api = batch_site.api(ends=None)
    with Server(api) as server:
        batch_site.sent(store, server, who)
        other = site.claim(store, "b.pdf")
        assert isinstance(batch_site.sent(store, server, other), BatchPending)
        api.end()
        assert batch_site.look(store, server) is None
        for _ in range(2):
            batch_site.found(store, server, batch_site.again(store))
        assert batch_site.called(server) == []
    check_once(api)


def test_document_that_is_stopped_sends_nothing(store: Store, who: Claim) -> None:
    def stop(_: Request, reply: Reply) -> Reply:
        made[0].ask_to_stop()
        return reply

    api = batch_site.api(through=stop)
    made = []
    with Server(api) as server, site.asker(store, server, is_batching=True) as asker:
        made.append(asker.start(who, site.read()))
        site.ended(made[0])
    assert isinstance(site.error(made[0]), Stopped)
    assert (api.submitted, api.files) == ([], {})
    assert held(store) == NOTHING


def test_job_that_was_lost_meanwhile_sends_nothing(store: Store, who: Claim) -> None:
    def lose(request: Request, reply: Reply) -> Reply:
        if request.method == "POST":
            with store.hold() as tx:
                make.expire(tx, who.job_id)
                jobs.rescue(tx, backoff=make.NO_WAIT)
        return reply

    api = batch_site.api(through=lose)
    with Server(api) as server:
        assert isinstance(site.error(batch_site.ask(store, server, who)), Stopped)
        assert api.submitted == []
        assert isinstance(site.error(batch_site.ask(store, server, who)), Stopped)
    assert held(store) == NOTHING


def test_as_much_is_sent_as_the_budget_has_room_for(store: Store, who: Claim) -> None:
    api = batch_site.api()
    with Server(api) as server:
        told = batch_site.sent(store, server, who, allowance=Allowance(tokens=9000))
        assert isinstance(told, BatchPending)
        assert 1 <= len(api.submitted) < 5
        assert batch_site.look(store, server) is None
        plenty = Allowance(tokens=10**6)
        batch_site.found(store, server, batch_site.again(store), allowance=plenty)
    check_once(api)


def test_run_whose_budget_is_spent_ends(store: Store, who: Claim) -> None:
    with Server(batch_site.api()) as server:
        told = batch_site.sent(store, server, who, allowance=Allowance(tokens=100))
    assert isinstance(told, BudgetSpent)


def test_what_batches_hold_of_a_budget_is_waited_for(store: Store, who: Claim) -> None:
    with store.begin() as tx:
        budget.set_limits(tx, EVERYTHING, tokens=8500)
    with Server(batch_site.api(ends=None)) as server:
        batch_site.sent(store, server, who)
        other = site.claim(store, "b.pdf")
        parsed = document(paragraph("Valve 1 shall open within " + "very " * 1500 + "1 s."))
        with site.asker(store, server, is_batching=True) as made:
            asking = site.ended(made.start(other, site.read("e" * 64, parsed)))
    told = site.error(asking)
    assert isinstance(told, RateLimited)
    assert "hold the rest" in told.message


def test_batch_that_the_server_has_no_room_for_is_sent_again_later(
    store: Store, who: Claim
) -> None:
    api = batch_site.api(ends=None)
    with Server(api) as server:
        batch_site.sent(store, server, who)
        other = site.claim(store, "b.pdf")
        with site.asker(store, server, is_batching=True) as made:
            parsed = document(paragraph("The door shall be shut."))
            asking = site.ended(made.start(other, site.read("e" * 64, parsed)))
        batch_site.end(store, other, site.error(asking))
        api.refuse("batch_4", "token_limit_exceeded")
        assert batch_site.look(store, server) is None
        assert batch_site.statuses(store)[1] == ("ENDED", FULL)
        told = site.error(batch_site.ask(store, server, batch_site.again(store)))
    assert isinstance(told, RateLimited)
    assert told.retry_after > 600


def test_batch_that_is_too_large_for_the_server_is_asked_call_by_call(
    store: Store, who: Claim
) -> None:
    api = batch_site.api(ends="failed", error="token_limit_exceeded")
    with Server(api) as server:
        found = batch_site.found(store, server, who)
        assert len(batch_site.called(server)) == len(api.submitted)
    assert len(found.requirements) == site.SHALL
