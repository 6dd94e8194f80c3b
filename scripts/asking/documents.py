"""Documents that a model is asked about in this process, with a ledger in a database."""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from reqx.cli.environment import settings
from reqx.cli.language_model import terms_of
from reqx.errors import ConfigurationError
from reqx.extraction import LLM, RULES
from reqx.extraction.llm.brief import Brief
from reqx.extraction.llm.prompt import Wording
from reqx.model.blocks import ParsedDocument
from reqx.model.jobs import Claim, Extraction
from reqx.parsing import TEXT
from reqx.pipeline import Processed
from reqx.store import Store, connect, documents, jobs
from reqx.store.documents import NewDocument
from reqx.worker.llm import Asker
from reqx.worker.llm.asking import Asking

_WATCH_SECONDS = 0.005
_LONG_SECONDS = 86_400.0


def read(document: ParsedDocument) -> Processed:
    """Return what the reading of a document gives to whoever asks about it."""
    extraction = Extraction(document.parser, RULES, document.pages, ())
    return Processed(extraction, Brief.of(document))


def claimed(store: Store) -> Claim:
    """Return a claim on a new document, whatever the database holds."""
    name = f"{time.monotonic_ns():064d}"
    with store.hold() as tx:
        document, _ = documents.add(tx, NewDocument(f"{name}.txt", name, TEXT, 1))
        jobs.enqueue(tx, [document.id], extractor=LLM)
        (claim,) = jobs.claim(tx, worker="script", slots=1, lease_seconds=_LONG_SECONDS)
    return claim


def ended(asking: Asking) -> Extraction:
    """Wait for what comes of a document; raises what ended it."""
    while asking.is_running:
        time.sleep(_WATCH_SECONDS)
        asking.poll()
    if asking.result is None:
        assert asking.fault
        raise asking.fault.error
    return asking.result.extraction


class Desk:
    """Asks about one document after the other."""

    def __init__(self, store: Store, asker: Asker) -> None:
        self._store = store
        self._asker = asker

    def ask(self, document: ParsedDocument) -> Extraction:
        """Return what comes of a document."""
        return ended(self._asker.start(claimed(self._store), read(document)))


@contextmanager
def desk(folder: Path, wording: Wording) -> Iterator[Desk]:
    """Yield who asks the model of the environment; answers are kept in the folder."""
    values = settings()
    terms = terms_of(values, is_daily=False)
    if terms is None:
        raise ConfigurationError(
            "no language model is configured", hint="Set REQX_LLM_BASE_URL and REQX_LLM_MODEL."
        )
    folder.mkdir(parents=True, exist_ok=True)
    with closing(connect(f"sqlite:///{folder}/llm.db")) as store:
        store.prepare()
        run = f"evaluation {time.time_ns()}"
        asker = Asker(store, replace(terms, wording=wording), run, values.lease_seconds)
        with closing(asker):
            yield Desk(store, asker)
