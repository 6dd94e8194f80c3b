"""Batches are looked after by any worker: whoever sent them may be dead, at whatever moment."""

import threading
from contextlib import closing

import pytest
from sqlalchemy import update

from reqx.errors import BatchPending, ConfigurationError, ReqxError, StoreUnavailable
from reqx.extraction.llm.batches import Batches
from reqx.extraction.llm.client import Client
from reqx.model.jobs import Claim, Released
from reqx.store import Store, jobs
from reqx.store.llm import budget, calls
from reqx.store.llm.budget import NOTHING
from reqx.store.llm.records import EVERYTHING
from reqx.store.llm.tables import llm_batches
from reqx.testing import Reply, Request, ScriptedServer, replies
from reqx.worker.llm.batch_desk import BatchDesk
from reqx.worker.llm.collector import Collector
from reqx.worker.llm.desk import Desk
from tests import make
from tests.worker.conftest import Line
from tests.worker.llm import batch_site, site
from tests.worker.workshop import wait_until

Server = ScriptedServer
LOST = replies.reset()


def cut_after_it_was_made(request: Request, reply: Reply) -> Reply:
    """Lose the answer to whoever makes a batch."""
    is_made = request.method == "POST" and request.path.endswith("/batches")
    return LOST if is_made else reply


def spent(store: Store) -> budget.Budget:
    with store.read() as tx:
        return next(one for one in budget.find(tx) if one.scope == EVERYTHING)


def test_batch_whose_making_was_not_answered_is_found_and_not_made_again(
    store: Store, who: Claim
) -> None:
    api = batch_site.api(through=cut_after_it_was_made)
    with Server(api) as server:
        assert isinstance(batch_site.sent(store, server, who), BatchPending)
        assert batch_site.statuses(store) == [("SENDING", None)]
        assert batch_site.look(store, server) is None
        assert batch_site.statuses(store) == [("SENT", "validating")]
        assert batch_site.look(store, server) is None
        batch_site.found(store, server, batch_site.again(store))
        assert batch_site.called(server) == []
    assert len(set(api.submitted)) == len(api.submitted)


def test_batch_is_found_among_many(store: Store, who: Claim) -> None:
    def busy(request: Request, reply: Reply) -> Reply:
        if request.method == "POST" and request.path.endswith("/batches"):
            for _ in range(120):
                api._made(other)
        return cut_after_it_was_made(request, reply)

    body = {"input_file_id": "file-1", "endpoint": "", "completion_window": "24h"}
    other = Request(0.0, "/v1/batches", {}, body, 0)
    api = batch_site.api(ends=None, through=busy)
    with Server(api) as server:
        batch_site.sent(store, server, who)
        assert batch_site.look(store, server) is None
    assert batch_site.statuses(store) == [("SENT", "validating")]


def test_batch_that_was_never_made_is_sent_again(store: Store, who: Claim) -> None:
    api = batch_site.api()
    with Server(batch_site.instead(api, "POST", "batches", LOST)) as server:
        assert isinstance(batch_site.sent(store, server, who), BatchPending)
        assert batch_site.look(store, server) is None
        assert batch_site.statuses(store) == [("ENDED", "abandoned")]
        assert (api.submitted, api.files) == ([], {})
        assert spent(store).held == NOTHING
        batch_site.found(store, server, batch_site.again(store))
        assert batch_site.called(server) == []


def test_batch_that_its_sender_did_not_come_to_send_is_given_up(store: Store, who: Claim) -> None:
    with Server(batch_site.api()) as server:
        desk = Desk(store, batch_site.terms(server), "run 1")
        batch_site.book(BatchDesk(desk, desk.patiently, 40.0), who)
        assert batch_site.look(store, server) is None
        assert batch_site.statuses(store) == [("BOOKED", None)]
        with store.hold() as tx:
            make.settle(tx, who, Released())
        assert batch_site.look(store, server) is None
    assert batch_site.statuses(store) == [("ENDED", "abandoned")]
    assert spent(store).held == NOTHING


@pytest.mark.parametrize("path", ["batches/batch_2", "files/file-3/content"])
def test_what_the_server_forgot_counts_as_spent_and_is_asked_call_by_call(
    store: Store, who: Claim, path: str
) -> None:
    api = batch_site.api()
    unknown = replies.error(404, "no such object")
    with Server(batch_site.instead(api, "GET", path, unknown)) as server:
        assert batch_site.found(store, server, who)
        assert len(batch_site.called(server)) == len(api.submitted)
    assert spent(store).held == NOTHING
    assert spent(store).spent.tokens > len(api.submitted) * 2020


def test_server_that_lists_no_batches_may_have_made_one(store: Store, who: Claim) -> None:
    api = batch_site.api(through=cut_after_it_was_made)
    unknown = replies.error(404, "no such path")
    with Server(batch_site.instead(api, "GET", "batches", unknown)) as server:
        batch_site.sent(store, server, who)
        assert batch_site.look(store, server) is None
    assert batch_site.statuses(store) == [("ENDED", "lost")]
    assert spent(store).spent.tokens > 0


@pytest.mark.parametrize("path", ["batches/batch_2", "files/file-4/content"])
@pytest.mark.parametrize("fault", [LOST, replies.html(502), replies.answer("{")])
def test_server_that_fails_for_a_moment_is_looked_at_again(
    store: Store, who: Claim, path: str, fault: Reply
) -> None:
    api = batch_site.api(batch_site.faulty(replies.error(500, "busy")))
    with Server(batch_site.instead(api, "GET", path, fault)) as server:
        batch_site.sent(store, server, who)
        for _ in range(2):
            assert batch_site.look(store, server) is None
        assert batch_site.statuses(store) == [("ENDED", "completed")]
        batch_site.found(store, server, batch_site.again(store))
    assert len(set(api.submitted)) == len(api.submitted)


def test_collecting_that_was_interrupted_goes_on(store: Store, who: Claim) -> None:
    api = batch_site.api(batch_site.faulty(replies.error(500, "busy")))
    with Server(batch_site.instead(api, "GET", "files/file-4", LOST)) as server:
        batch_site.sent(store, server, who)
        batch_site.look(store, server)
        with store.hold() as tx:
            assert len(calls.lookup(tx, api.submitted)) == len(api.submitted) - 1
        assert batch_site.statuses(store)[0][0] == "SENT"
        batch_site.look(store, server)
        batch_site.found(store, server, batch_site.again(store))
        assert len(batch_site.called(server)) == 1


def test_wrong_key_is_what_no_worker_can_go_on_with(store: Store, who: Claim) -> None:
    api = batch_site.api()
    refused = replies.unauthorised(site.KEY)
    with Server(batch_site.instead(api, "GET", "batches", refused)) as server:
        batch_site.sent(store, server, who)
        told = batch_site.look(store, server)
        assert isinstance(told, ConfigurationError)
        assert site.KEY not in repr(told)
        assert batch_site.look(store, server) is None


def test_how_far_a_batch_is_can_be_read(store: Store, who: Claim) -> None:
    with Server(batch_site.api(steps=("in_progress",))) as server:
        batch_site.sent(store, server, who)
        batch_site.look(store, server)
        assert batch_site.statuses(store) == [("SENT", "in_progress")]
        with store.read() as tx:
            assert "batch_2" in (jobs.get(tx, who.job_id).error or "")


def test_look_ends_when_what_it_began_with_is_due_again(store: Store, who: Claim) -> None:
    with Server(batch_site.api(ends=None)) as server:
        batch_site.sent(store, server, who)
        told = batch_site.terms(server, batch_seconds=0.0)
        desk = Desk(store, told, "look")
        with closing(Client(told.endpoint)) as client:
            batches = Batches(client)
            made = Collector(BatchDesk(desk, desk.once, 40.0), batches, told.endpoint, 3600.0)
            wait_until(lambda: made.has_looked)
            made.close()
            made.look()


def test_it_looks_again_and_again(store: Store, who: Claim) -> None:
    with Server(batch_site.api(steps=["in_progress"] * 3)) as server:
        batch_site.sent(store, server, who)
        with site.asker(store, server, batch_seconds=0.1):
            wait_until(lambda: not batch_site.waits(store, who))


def test_database_that_is_away_is_looked_at_again(postgresql_store: Store, line: Line) -> None:
    with Server(batch_site.api()) as server:
        line.close()
        threading.Timer(0.5, line.open).start()
        with batch_site.collector(postgresql_store, server) as made:
            assert made.error is None
            wait_until(lambda: is_back(postgresql_store))


def is_back(store: Store) -> bool:
    try:
        with store.read() as tx:
            return bool(tx.dialect)
    except StoreUnavailable:
        return False


def test_bug_is_told(store: Store) -> None:
    def fail(_: object) -> object:
        raise ZeroDivisionError("in a look")

    with Server([]) as server:
        told = batch_site.terms(server)
        desk = BatchDesk(Desk(store, told, "look"), fail, 40.0)
        with closing(Client(told.endpoint)) as client:
            made = Collector(desk, Batches(client), told.endpoint, 3600.0)
            wait_until(lambda: made.has_looked)
            made.close()
    assert isinstance(made.error, ReqxError)
    assert "in a look" in made.error.message


def test_answer_of_a_batch_that_a_server_cut_is_no_answer(store: Store, who: Claim) -> None:
    cut = replies.answer({"items": []}, usage=replies.Usage(prompt=3))
    with Server(batch_site.api(batch_site.faulty(cut))) as server:
        batch_site.found(store, server, who)
        assert len(batch_site.called(server)) == 1


def test_batch_of_another_server_is_left_alone(store: Store, who: Claim) -> None:
    with Server(batch_site.api()) as server:
        batch_site.sent(store, server, who)
        with store.hold() as tx:
            tx.run(update(llm_batches).values(endpoint="https://other.example/v1"))
        assert batch_site.look(store, server) is None
    assert batch_site.statuses(store) == [("SENT", "validating")]
