"""Asks a language model about documents that were read, several calls at a time."""

import threading
from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import replace

from reqx.errors import ReqxError
from reqx.extraction import LLM
from reqx.extraction.grounding import ground
from reqx.extraction.llm.batches import Batches
from reqx.extraction.llm.brief import Brief
from reqx.extraction.llm.chunks import Chunk
from reqx.extraction.llm.claims import Judge
from reqx.extraction.llm.client import Client
from reqx.extraction.llm.inquiry import Asks, Gap, Inquiry, Ledger
from reqx.extraction.llm.outcomes import Outcome
from reqx.extraction.llm.plan import Plan, Planned
from reqx.extraction.llm.probe import probe
from reqx.extraction.llm.questions import Capability
from reqx.extraction.llm.study import Conclusion, Looked, Study
from reqx.extraction.passages import Unit
from reqx.model.blocks import ParsedDocument
from reqx.model.jobs import Claim, Extraction, ModelGap, ModelSummary, Progress
from reqx.pipeline import OnProgress, Processed
from reqx.store import Store, Transaction
from reqx.store.llm import waits
from reqx.worker.llm.asking import Asking
from reqx.worker.llm.batch_desk import BatchDesk
from reqx.worker.llm.collector import Collector
from reqx.worker.llm.desk import Desk
from reqx.worker.llm.faults import error_of
from reqx.worker.llm.ledger import ClaimLedger, Stopped
from reqx.worker.llm.submission import Submission
from reqx.worker.llm.terms import LEASE_SHARE, Terms

_DOCUMENTS = 64
"""The most that one worker has in hand: a thread each, which only waits."""


class Asker:
    """Asks on behalf of one worker: one client, `terms.slots` calls at a time.

    `run` names what is counted together in the budget, `lease_seconds` bounds a call. Close it.
    """

    def __init__(self, store: Store, terms: Terms, run: str, lease_seconds: float) -> None:
        self._desk = Desk(store, terms, run)
        self._seconds = min(terms.call_seconds, LEASE_SHARE * lease_seconds)
        self._client = Client(terms.endpoint)
        self._capability: Capability | None = None
        self._probing = threading.Lock()
        self._stops: set[threading.Event] = set()
        self._documents = ThreadPoolExecutor(_DOCUMENTS, "reqx-document")
        self._calls = ThreadPoolExecutor(terms.slots, "reqx-call")
        batches = Batches(self._client, within_seconds=self._seconds)
        self._batch_desk = BatchDesk(self._desk, self._desk.patiently, self._seconds)
        self._submission = Submission(self._batch_desk, batches, terms.endpoint)
        self._collector = Collector(
            BatchDesk(self._desk, self._desk.once, self._seconds),
            batches,
            terms.endpoint,
            terms.batch_seconds,
        )

    @property
    def error(self) -> ReqxError | None:
        """What keeps batches from being looked at: no call would fare better."""
        return self._collector.error

    def is_expecting(self, tx: Transaction) -> bool:
        """Return whether jobs may become due by what is known of batches soon.

        Of who makes batches: as long as a job waits for one.
        """
        if not self._collector.has_looked:
            return True
        return self._desk.terms.is_batching and waits.count(tx, self._desk.endpoint.url) > 0

    def start(self, claim: Claim, read: Processed) -> Asking:
        """Start to ask about a document that was read; what was found offline is stored first."""
        stop = threading.Event()
        self._stops.add(stop)

        def work(on_progress: OnProgress) -> Processed:
            try:
                return self._ask(claim, read, stop, on_progress)
            finally:
                self._stops.discard(stop)

        return Asking(claim.document, work, stop, self._documents)

    def close(self) -> None:
        """End what is under way: calls that have no answer yet are written down as lost."""
        for stop in tuple(self._stops):
            stop.set()
        self._client.close()
        self._collector.close()
        # What has not begun ends at once, since it is told to stop: who waits for it hears of that,
        # but not of futures that are cancelled (as_completed waits for them for ever).
        self._documents.shutdown()
        self._calls.shutdown()

    def _ask(
        self, claim: Claim, read: Processed, stop: threading.Event, on_progress: OnProgress
    ) -> Processed:
        brief = read.brief
        assert brief is not None
        self._desk.keep(claim, read.extraction)
        ledger, study = ClaimLedger(self._desk, claim, stop), Study(brief)
        on_progress(Progress("ask", 0, len(study.chunks)))
        self._batch_desk.check(claim)
        if self._desk.terms.is_batching:
            self._submission.submit(claim, self._planned(brief, study, ledger), stop)
        inquiry = self._inquiry(brief, self._client, ledger)
        futures = [
            self._calls.submit(_looked, study, chunk, inquiry, stop) for chunk in study.chunks
        ]
        looked = self._collected(futures, on_progress)
        return Processed(_extraction(claim, read.extraction, brief, study.conclude(looked)))

    def _planned(self, brief: Brief, study: Study, ledger: ClaimLedger) -> list[Planned]:
        """Return the calls that the document needs now."""
        plan = Plan(self._desk.terms.endpoint, ledger)
        inquiry = self._inquiry(brief, plan, plan)
        for chunk in study.chunks:
            study.look(chunk, inquiry)
        return list(plan.planned.values())

    def _inquiry(self, brief: Brief, asks: Asks, ledger: Ledger) -> Inquiry:
        return Inquiry(
            asks,
            self._known_capability(),
            Judge(brief.document, brief.offline),
            ledger,
            within_seconds=self._seconds,
            wording=self._desk.terms.wording,
        )

    def _known_capability(self) -> Capability:
        """Return what the model takes; ask it the first time."""
        with self._probing:
            if self._capability is None:
                self._capability = self._desk.capability() or self._probed()
        return self._capability

    def _probed(self) -> Capability:
        found = probe(self._client, within_seconds=self._seconds)
        if isinstance(found, Outcome):
            raise error_of(found, self._desk.terms.endpoint)
        self._desk.learn(found)
        return found

    def _collected(
        self, futures: Sequence[Future[Looked]], on_progress: OnProgress
    ) -> list[Looked]:
        """Return what was found in all chunks; raise for the first that could not go on."""
        found: list[Looked] = []
        error: ReqxError | None = None
        for future in as_completed(futures):
            try:
                looked = future.result()
            except ReqxError as raised:
                error = _first(error, raised)
                continue
            found.append(looked)
            on_progress(Progress("ask", len(found), len(futures)))
            if looked.halted is not None:
                error = _first(error, error_of(looked.halted, self._desk.terms.endpoint))
        if error is not None:
            raise error
        return found


def _looked(study: Study, chunk: Chunk, inquiry: Inquiry, stop: threading.Event) -> Looked:
    """Look at a chunk; when it cannot go on, the others need not begin."""
    try:
        looked = study.look(chunk, inquiry)
    except ReqxError:
        stop.set()
        raise
    if looked.halted is not None:
        stop.set()
    return looked


def _first(known: ReqxError | None, raised: ReqxError) -> ReqxError:
    """Return the one that says why: what was stopped for its sake says nothing."""
    return raised if known is None or isinstance(known, Stopped) else known


def _extraction(claim: Claim, read: Extraction, brief: Brief, found: Conclusion) -> Extraction:
    requirements, rejected = ground(brief.document, found.candidates, claim.fingerprint, LLM)
    gaps = _gaps(brief.document, found.gaps)
    return replace(
        read,
        extractor=LLM,
        requirements=tuple(requirements),
        rejected=rejected,
        warnings=(*read.warnings, *(_warning(gap) for gap in gaps)),
        model=ModelSummary(
            calls=found.calls,
            rejected={str(reason): count for reason, count in sorted(found.rejected.items())},
            widened=found.widened,
            doubted=found.doubted,
            dropped=found.dropped,
            gaps=gaps,
        ),
    )


def _gaps(document: ParsedDocument, gaps: Iterable[Gap]) -> tuple[ModelGap, ...]:
    """Return one for each reason."""
    units = defaultdict[str, list[Unit]](list)
    for gap in gaps:
        units[gap.word] += gap.units
    return tuple(
        ModelGap(word, len(found), _pages(document, found)) for word, found in sorted(units.items())
    )


def _pages(document: ParsedDocument, units: Iterable[Unit]) -> tuple[int, ...]:
    pages = {document.blocks[unit.block].page for unit in units}
    return tuple(sorted(page for page in pages if page is not None))


def _warning(gap: ModelGap) -> str:
    where = f" on page {', '.join(map(str, gap.pages))}" if gap.pages else ""
    return (
        f"The language model gave no usable answer about {gap.units} statements{where}"
        f" ({gap.reason}): what the rules found there stands."
    )
