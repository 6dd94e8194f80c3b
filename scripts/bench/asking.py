"""The whole path of a model's calls: chunks, ledger, pace and budget in a real database."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from bench.databases import server
from reqx.extraction import LLM, RULES
from reqx.extraction.llm.brief import Brief
from reqx.extraction.llm.endpoint import Endpoint
from reqx.model.jobs import Claim, Extraction
from reqx.parsing import TEXT, parse
from reqx.pipeline import Processed
from reqx.store import Store, connect, documents, jobs
from reqx.store.documents import NewDocument
from reqx.worker.llm import Allowance, Asker, Terms, examine

CHUNKS = 160
WORDS = "beside the others it stands without a verb of use to anybody who reads"
_WATCH_SECONDS = 0.005


@contextmanager
def stores() -> Iterator[dict[str, Store]]:
    """Give a store in a SQLite file and one on a PostgreSQL server: both wait for the disk."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="reqx-bench-"))
        urls = {
            "sqlite": f"sqlite:///{folder}/llm.db",
            "postgresql": stack.enter_context(server()),
        }
        found = {name: stack.enter_context(closing(connect(url))) for name, url in urls.items()}
        for store in found.values():
            store.prepare()
        yield found


def share(store: Store, url: str, slots: int, delay: float) -> float:
    """Return the share of the calls a second that slots without any loss would make.

    The server at `url` answers after `delay` seconds. Nothing asked before is asked again.
    """
    read, claim = _read(), _claimed(store)
    terms = Terms(Endpoint(url, "m"), slots, allowance=Allowance(tokens=10**9), requests=1e6)
    examine(store, terms)
    asker = Asker(store, terms, "bench", 60.0)
    with closing(asker):
        began = time.monotonic()
        asking = asker.start(claim, read)
        while asking.is_running:
            time.sleep(_WATCH_SECONDS)
            asking.poll()
        seconds = time.monotonic() - began
    assert asking.result, asking.fault
    told = asking.result.extraction.model
    assert told
    return told.calls / slots * delay / seconds


def _read() -> Processed:
    """Return a document of CHUNKS paragraphs, each as long as a call, and new ones each time."""
    mark = time.monotonic_ns()
    body = "\n\n".join(f"Paragraph {mark} {n}. " + f"{WORDS} {n}, " * 40 for n in range(CHUNKS))
    with tempfile.TemporaryDirectory(prefix="reqx-bench-") as folder:
        path = Path(folder) / "long.txt"
        path.write_text(body, encoding="utf-8")
        document = parse(path, TEXT, lambda _done, _total: None)
    extraction = Extraction(document.parser, RULES, document.pages, ())
    return Processed(extraction, Brief.of(document))


def _claimed(store: Store) -> Claim:
    name = f"{time.monotonic_ns():064d}"
    with store.hold() as tx:
        document, _ = documents.add(tx, NewDocument(f"{name}.txt", name, TEXT, 1))
        jobs.enqueue(tx, [document.id], extractor=LLM)
        (claim,) = jobs.claim(tx, worker="bench", slots=1, lease_seconds=600.0)
    return claim
