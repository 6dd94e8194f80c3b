"""The whole path of a model's calls: chunks, ledger, pace and budget in a real database."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from asking.documents import claimed, ended, read

from bench.databases import server
from reqx.extraction.llm.endpoint import Endpoint
from reqx.model.blocks import ParsedDocument
from reqx.parsing import TEXT, parse
from reqx.store import Store, connect
from reqx.worker.llm import Allowance, Asker, Terms, examine

CHUNKS = 160
WORDS = "beside the others it stands without a verb of use to anybody who reads"


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
    long, claim = read(_document()), claimed(store)
    terms = Terms(Endpoint(url, "m"), slots, allowance=Allowance(tokens=10**9), requests=1e6)
    examine(store, terms)
    with closing(Asker(store, terms, "bench", 60.0)) as asker:
        began = time.monotonic()
        told = ended(asker.start(claim, long)).model
        seconds = time.monotonic() - began
    assert told
    return told.calls / slots * delay / seconds


def _document() -> ParsedDocument:
    """Return a document of CHUNKS paragraphs, each as long as a call, and new ones each time."""
    mark = time.monotonic_ns()
    body = "\n\n".join(f"Paragraph {mark} {n}. " + f"{WORDS} {n}, " * 40 for n in range(CHUNKS))
    with tempfile.TemporaryDirectory(prefix="reqx-bench-") as folder:
        path = Path(folder) / "long.txt"
        path.write_text(body, encoding="utf-8")
        return parse(path, TEXT, lambda _done, _total: None)
