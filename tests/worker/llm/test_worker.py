"""A worker takes a document from its reading to the model and back, or stops with the remedy."""

import time
from pathlib import Path

import pytest

from reqx.errors import ConfigurationError
from reqx.extraction import LLM
from reqx.intake.library import Library
from reqx.model.filters import DocumentFilter
from reqx.model.jobs import Cancelled, Claim, DocumentStatus, JobStatus
from reqx.parsing import PDF
from reqx.store import Store, documents, jobs
from reqx.testing import BatchApi, Reply, Request, ScriptedServer, replies
from reqx.worker.llm import Asker
from reqx.worker.orders import Until
from reqx.worker.slots import Slots
from tests import make
from tests.end_to_end.documents import pdf
from tests.worker import workshop
from tests.worker.llm import batch_site, site

Server = ScriptedServer
BATCHES = {"is_batching": True, "batch_seconds": 0.1}


def slots(folder: Path, asker: Asker | None) -> Slots:
    return Slots(1, Library(folder / "library"), workshop.LIMITS, asker=asker)


@pytest.fixture
def job_id(store: Store, tmp_path: Path) -> int:
    fingerprint = make.keep(Library(tmp_path / "library"), pdf(tmp_path / "a.pdf").read_bytes())
    document = make.document(store, "a.pdf", fingerprint=fingerprint)
    with store.begin() as tx:
        return jobs.enqueue(tx, [document.id], extractor=LLM)[document.id]


def test_worker_asks_about_what_its_child_read(store: Store, job_id: int, tmp_path: Path) -> None:
    with Server(site.naming("shall")) as server, site.asker(store, server) as asker:
        tally = workshop.hired(store, slots(tmp_path, asker)).run()
    assert tally.completed == 1
    with store.read() as tx:
        result = jobs.get(tx, job_id).result or {}
        (found,) = documents.each(tx, DocumentFilter())
    assert result["llm"]["calls"] == len(server.requests) - 1  # type: ignore[index]
    assert found.status is DocumentStatus.DONE


def test_wrong_key_stops_the_worker_and_burns_no_try(
    store: Store, job_id: int, tmp_path: Path
) -> None:
    with Server(lambda _: replies.unauthorised()) as server, site.asker(store, server) as asker:
        worker = workshop.hired(store, slots(tmp_path, asker))
        with pytest.raises(ConfigurationError, match="refuses the key"):
            worker.run()
    with store.read() as tx:
        job = jobs.get(tx, job_id)
    assert (job.status, job.attempts) == (JobStatus.PENDING, 0)


def test_worker_without_a_model_says_what_is_missing(
    store: Store, job_id: int, tmp_path: Path
) -> None:
    with pytest.raises(ConfigurationError, match=f"job {job_id} wants the language model"):
        workshop.hired(store, slots(tmp_path, None)).run()


def test_drain_of_batches_ends_when_they_have_come_in(
    store: Store, job_id: int, tmp_path: Path
) -> None:
    api = BatchApi(site.naming("shall"))
    with Server(api) as server, site.asker(store, server, **BATCHES) as asker:
        tally = workshop.hired(store, slots(tmp_path, asker)).run()
    assert (tally.completed, tally.parked, tally.retried) == (1, 1, 0)
    assert workshop.outcomes(store, job_id) == ["snoozed", "completed"]
    with store.read() as tx:
        assert jobs.get(tx, job_id).attempts == 1


def test_drain_of_batches_ends_when_its_time_is_over(
    store: Store, job_id: int, tmp_path: Path
) -> None:
    api = BatchApi(site.naming("shall"), ends=None)
    with Server(api) as server, site.asker(store, server, **BATCHES) as asker:
        tally = workshop.hired(store, slots(tmp_path, asker), max_seconds=2.0).run()
    assert tally.parked == 1
    assert workshop.status(store, job_id) is JobStatus.PENDING


@pytest.mark.usefixtures("job_id")
def test_drain_without_batches_takes_in_what_has_come(store: Store, tmp_path: Path) -> None:
    api = BatchApi(site.naming("shall"), steps=(), ends=None)
    with Server(api) as server:
        for is_batching, is_over, completed in ((True, 0, 0), (False, 0, 0), (False, 1, 1)):
            if is_over:
                api.end()
                # Nobody looks sooner again than it was told to.
                batch_site.pass_time(store)
            changes = BATCHES | {"is_batching": is_batching}
            until = {"until": Until.ONE_JOB} if is_batching else {}
            with site.asker(store, server, **changes) as asker:
                tally = workshop.hired(store, slots(tmp_path, asker), **until).run()
            assert tally.completed == completed


def test_batch_that_nobody_may_look_at_ends_the_run(
    store: Store, job_id: int, tmp_path: Path
) -> None:
    def refuse(request: Request, reply: Reply) -> Reply:
        return replies.unauthorised() if request.method == "GET" else reply

    api = BatchApi(site.naming("shall"), through=refuse)
    with Server(api) as server, site.asker(store, server, **BATCHES) as asker:
        worker = workshop.hired(store, slots(tmp_path, asker))
        with pytest.raises(ConfigurationError, match="refuses the key"):
            worker.run()
    assert workshop.status(store, job_id) is JobStatus.PENDING


def test_document_called_off_while_it_is_asked_about_is_cancelled(
    store: Store, tmp_path: Path
) -> None:
    fingerprint = make.keep(Library(tmp_path / "library"), pdf(tmp_path / "a.pdf").read_bytes())
    claim = Claim(1, "token", 1, 1, 3, 1, "a.pdf", fingerprint, PDF, LLM)

    def hanging(request: replies.Request) -> replies.Reply:
        return replies.hang() if site.asks_about(request) else site.CAPABLE

    with Server(hanging) as server, site.asker(store, server) as asker:
        hand = slots(tmp_path, asker)
        assert hand.start(claim) is None
        (slot,) = hand
        ended: list[object] = []
        give_up_at = time.monotonic() + 60
        while not ended and time.monotonic() < give_up_at:
            ended = [outcome for _, outcome in hand.collect()]
            if slot.child.report and slot.child.report.phase == "ask":
                hand.cancel(slot)
            time.sleep(0.01)
    assert ended == [Cancelled()]
