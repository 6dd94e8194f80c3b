"""A document that was read, a job for it in hand, and somebody who asks a scripted model."""

import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from reqx.errors import ReqxError
from reqx.extraction import LLM, RULES
from reqx.extraction.grounding import ground
from reqx.extraction.llm.brief import Brief
from reqx.extraction.llm.endpoint import Endpoint
from reqx.model.blocks import ParsedDocument
from reqx.model.jobs import Claim, Extraction
from reqx.pipeline import Processed
from reqx.store import Store
from reqx.testing import Reply, Request, ScriptedServer, replies
from reqx.worker.llm import Asker, Terms
from reqx.worker.llm.asking import Asking
from tests import make
from tests.extraction.make import document, heading, paragraph

KEY = "sk-canary-0123456789"
SHALL = 160
PARSED = document(
    heading("Pumps", label="3"),
    *(paragraph(f"Pump {n} shall deliver {n} bar.", page=1 + n // 80) for n in range(SHALL)),
    paragraph("They were tested in 2019.", page=2),
    paragraph("The pumps were painted blue.", page=2),
    pages=2,
)
CAPABLE = replies.answer({"colours": ["amber"]})
NONE = replies.answer({"items": []})
LINES = re.compile(r"^\[(\d+)\](\*?) (.*)$", re.MULTILINE)

Script = Callable[[Request], Reply]


def asks_about(request: Request) -> str:
    """Return the part of a document that is asked about, "" for a probe."""
    said: str = request.body["messages"][1]["content"]
    return said if LINES.search(said) else ""


def naming(word: str, *, is_quoting: bool = False) -> Script:
    """Return a model that takes the lines with this word for requirements, and may copy them."""

    def reply(request: Request) -> Reply:
        lines = LINES.findall(asks_about(request))
        if not lines:
            return CAPABLE
        return replies.answer(
            {
                "items": [
                    {
                        "ids": [int(n)],
                        "modality": "mandatory",
                        "kind": "other",
                        "quote": words if is_quoting else "",
                    }
                    for n, _, words in lines
                    if word in words
                ]
            }
        )

    return reply


def then(*first: Reply, script: Script) -> Script:
    """Return a model that answers a document's questions so first, then as the script does."""
    planned: Iterator[Reply] = iter(first)

    def reply(request: Request) -> Reply:
        if not asks_about(request):
            return CAPABLE
        return next(planned, None) or script(request)

    return reply


def read(fingerprint: str = "f" * 64, parsed: ParsedDocument = PARSED) -> Processed:
    """Return what a child gives of a document."""
    brief = Brief.of(parsed)
    requirements, rejected = ground(parsed, brief.kept, fingerprint, RULES)
    extraction = Extraction(
        parsed.parser, RULES, parsed.pages, tuple(requirements), "en", rejected=rejected
    )
    return Processed(extraction, brief)


def claim(store: Store, name: str = "tender.pdf", **changes: Any) -> Claim:  # noqa: ANN401 - a document's
    if changes:
        make.document(store, name, **changes)
    make.job(store, name, extractor=LLM)
    return make.claim(store)


@contextmanager
def asker(
    store: Store,
    server: ScriptedServer,
    **changes: Any,  # noqa: ANN401 - any of the terms
) -> Iterator[Asker]:
    terms = Terms(Endpoint(server.base_url, "gpt-4o-mini", KEY), slots=4)
    made = Asker(store, replace(terms, **changes), "run 1", 60.0)
    try:
        yield made
    finally:
        made.close()


def ended(asking: Asking) -> Asking:
    """Wait for it."""
    give_up_at = time.monotonic() + 60
    while asking.is_running:
        assert time.monotonic() < give_up_at
        time.sleep(0.005)
        asking.poll()
    return asking


def asked(
    store: Store,
    who: Claim,
    script: Script | Iterable[Reply],
    parsed: ParsedDocument = PARSED,
    **changes: Any,  # noqa: ANN401 - any of the terms
) -> tuple[Asking, list[Request]]:
    """Ask a scripted model about the document; return how that ended, and what was asked."""
    with ScriptedServer(script) as server, asker(store, server, **changes) as made:
        asking = ended(made.start(who, read(parsed=parsed)))
    return asking, [request for request in server.requests if asks_about(request)]


def extraction(asking: Asking) -> Extraction:
    assert asking.result is not None, asking.fault
    return asking.result.extraction


def error(asking: Asking) -> ReqxError:
    assert asking.fault is not None
    return asking.fault.error
