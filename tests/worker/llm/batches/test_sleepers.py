"""Who sends a batch may be frozen, taken for dead, and wake up: nothing is sent twice."""

import pytest

from reqx.errors import BatchPending
from reqx.model.jobs import Claim, Released
from reqx.store import Store
from reqx.testing import Reply, Request, ScriptedServer, replies
from reqx.worker.llm.ledger import Stopped
from tests import make
from tests.worker.llm import batch_site, site

Server = ScriptedServer
LOST = replies.reset()


class Asleep:
    """Does not ask for the batch; `wake` asks after all, as a frozen process does."""

    def __init__(self) -> None:
        self.api = batch_site.api()
        self._asked: list[Request] = []

    def __call__(self, request: Request) -> Reply:
        if request.method == "POST" and request.path == "/v1/batches" and not self._asked:
            self._asked.append(request)
            return LOST
        return self.api(request)

    def wake(self) -> Reply:
        return self.api(self._asked[0])


def test_sender_who_was_taken_for_dead_can_send_nothing_any_more(store: Store, who: Claim) -> None:
    sleeper = Asleep()
    with Server(sleeper) as server:
        assert isinstance(batch_site.sent(store, server, who), BatchPending)
        assert batch_site.look(store, server) is None
        assert batch_site.statuses(store) == [("ENDED", "abandoned")]
        assert sleeper.wake().status == 400
        batch_site.found(store, server, batch_site.again(store))
    assert len(set(sleeper.api.submitted)) == len(sleeper.api.submitted)


def test_sender_who_wakes_up_while_it_is_taken_for_dead_is_heeded(store: Store, who: Claim) -> None:
    sleeper = Asleep()
    looks = 0

    def reply(request: Request) -> Reply:
        nonlocal looks
        done = sleeper(request)
        if request.method == "GET" and request.path.startswith("/v1/batches?"):
            looks += 1
            if looks == 1:
                sleeper.wake()
        return done

    with Server(reply) as server:
        batch_site.sent(store, server, who)
        assert batch_site.look(store, server) is None
        assert batch_site.statuses(store) == [("SENT", "validating")]
        batch_site.look(store, server)
        batch_site.found(store, server, batch_site.again(store))
    assert len(set(sleeper.api.submitted)) == len(sleeper.api.submitted)


def test_sender_who_wakes_up_too_late_stops_no_run(store: Store, who: Claim) -> None:
    api = batch_site.api()

    def reply(request: Request) -> Reply:
        if request.method == "POST" and request.path == "/v1/batches" and not api.submitted:
            with store.hold() as tx:
                make.settle(tx, who, Released())
            assert batch_site.look(store, server) is None
        return api(request)

    with Server(reply) as server:
        assert isinstance(site.error(batch_site.ask(store, server, who)), Stopped)
        assert batch_site.statuses(store) == [("ENDED", "abandoned")]
        batch_site.found(store, server, batch_site.again(store))
    assert len(set(api.submitted)) == len(api.submitted)


@pytest.mark.parametrize("fault", [LOST, replies.rate_limited("0")])
def test_batch_is_not_given_up_as_long_as_its_file_may_be_there(
    store: Store, who: Claim, fault: Reply
) -> None:
    sleeper = Asleep()
    with Server(batch_site.instead(sleeper, "DELETE", "files", fault)) as server:
        batch_site.sent(store, server, who)
        assert batch_site.look(store, server) is None
        assert batch_site.statuses(store) == [("SENDING", None)]
        batch_site.look(store, server)
        assert batch_site.statuses(store) == [("ENDED", "abandoned")]
