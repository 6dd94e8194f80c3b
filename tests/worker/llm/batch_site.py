"""A scripted server with batches, who sends one for a document, and who looks after it."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

from sqlalchemy import select, update

from reqx.errors import ReqxError
from reqx.extraction.llm.batches import Batches
from reqx.extraction.llm.client import Client
from reqx.extraction.llm.endpoint import Endpoint
from reqx.extraction.llm.outcomes import Usage
from reqx.extraction.llm.plan import Planned
from reqx.model.jobs import Claim, Extraction, Failure
from reqx.store import Store, jobs
from reqx.store.llm.tables import llm_batches
from reqx.testing import BatchApi, Reply, Request, ScriptedServer
from reqx.worker.llm import Terms
from reqx.worker.llm.asking import Asking
from reqx.worker.llm.batch_desk import BatchDesk
from reqx.worker.llm.collector import Collector
from reqx.worker.llm.desk import Desk
from tests import make
from tests.worker.llm import site
from tests.worker.workshop import wait_until

HOUR = timedelta(hours=1)
Hook = Callable[[Request], Reply | None]


def api(script: site.Script | None = None, **changes: Any) -> BatchApi:  # noqa: ANN401 - of any option
    """Return a server whose batches end at the first look."""
    return BatchApi(script or site.naming("shall"), **{"steps": (), **changes})


def faulty(fault: Reply, script: site.Script | None = None) -> site.Script:
    """Return a model that answers so to the first call of a batch, and to none that is made."""
    numbers = count()
    answer = script or site.naming("shall")

    def reply(request: Request) -> Reply:
        is_first = is_of_batch(request) and not next(numbers)
        return fault if is_first else answer(request)

    return reply


def is_of_batch(request: Request) -> bool:
    return request.at == 0.0


def instead(server: site.Script, method: str, path: str, *planned: Reply) -> site.Script:
    """Return the server, but for the first requests of this kind, which it never hears of."""
    rest = iter(planned)

    def reply(request: Request) -> Reply:
        is_it = request.method == method and request.path.startswith(f"/v1/{path}")
        return (next(rest, None) if is_it else None) or server(request)

    return reply


def terms(server: ScriptedServer, **changes: Any) -> Terms:  # noqa: ANN401 - any of the terms
    endpoint = Endpoint(server.base_url, "gpt-4o-mini", site.KEY)
    return replace(Terms(endpoint, slots=4, is_batching=True, batch_seconds=3600.0), **changes)


def ask(store: Store, server: ScriptedServer, who: Claim, **changes: Any) -> Asking:  # noqa: ANN401 - any of the terms
    """Ask as a worker does that makes batches; a batch that is there is not looked after."""
    changes = {"is_batching": True, "batch_seconds": 3600.0} | changes
    with site.asker(store, server, **changes) as made:
        return site.ended(made.start(who, site.read(who.fingerprint)))


def sent(store: Store, server: ScriptedServer, who: Claim, **changes: Any) -> ReqxError:  # noqa: ANN401 - any of the terms
    """Ask, and end the try as the worker does; return why."""
    error = site.error(ask(store, server, who, **changes))
    end(store, who, error)
    return error


def end(store: Store, who: Claim, error: ReqxError) -> None:
    with store.hold() as tx:
        make.settle(tx, who, Failure(error))


@contextmanager
def collector(store: Store, server: ScriptedServer) -> Iterator[Collector]:
    """Give who looks after the batches, once."""
    told = terms(server, batch_seconds=0.1)
    desk = Desk(store, told, "look")
    with closing(Client(told.endpoint)) as client:
        batches = Batches(client)
        with closing(
            Collector(BatchDesk(desk, desk.once, 40.0), batches, told.endpoint, 3600.0)
        ) as made:
            wait_until(lambda: made.has_looked)
            yield made


def look(store: Store, server: ScriptedServer) -> ReqxError | None:
    """Look after the batches as any worker does; what keeps it from that."""
    pass_time(store)
    with collector(store, server) as made:
        return made.error


def book(desk: BatchDesk, who: Claim) -> None:
    """Reserve a call in a batch, and come to nothing more."""
    planned = Planned("0" * 64, {}, Usage(100, 100), 4)
    assert desk.book(who, [planned], "reference").batch


def pass_time(store: Store) -> None:
    """Let an hour pass, as far as what is looked at can tell."""
    with store.hold() as tx:
        for row in tx.rows(select(llm_batches)):
            changed = {
                name: getattr(row, name) - HOUR
                for name in ("sent_at", "looked_at")
                if getattr(row, name) is not None
            }
            if changed:
                tx.run(update(llm_batches).where(llm_batches.c.id == row.id).values(**changed))


def hurry(store: Store, who: Claim) -> None:
    """Let the job be due."""
    with store.hold() as tx:
        make.change_job(tx, who.job_id, scheduled_at=make.LONG_AGO)


def again(store: Store) -> Claim:
    """Claim the job that was woken."""
    return make.claim(store)


def waits(store: Store, who: Claim) -> bool:
    with store.read() as tx:
        return jobs.get(tx, who.job_id).batch_since is not None


def found(store: Store, server: ScriptedServer, who: Claim, **changes: Any) -> Extraction:  # noqa: ANN401 - any of the terms
    """Send, look and go on until the document has its result."""
    for _ in range(3):
        asking = ask(store, server, who, **changes)
        if asking.result is not None:
            break
        end(store, who, site.error(asking))
        assert look(store, server) is None
        who = again(store)
    return site.extraction(asking)


def called(server: ScriptedServer) -> list[Request]:
    """Return the calls about a document that were made by themselves."""
    return [
        request
        for request in server.requests
        if request.path.endswith("/chat/completions") and site.asks_about(request)
    ]


def statuses(store: Store) -> list[tuple[str, str | None]]:
    """Return how the batches stand."""
    with store.read() as tx:
        rows = tx.rows(select(llm_batches).order_by(llm_batches.c.id))
    return [(row.state.value, row.status) for row in rows]
