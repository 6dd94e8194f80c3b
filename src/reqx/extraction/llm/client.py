"""One question, one call, one outcome: nothing is tried again here, and nothing is raised."""

import atexit
import os
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import TypeVar

from reqx.extraction.llm import envelope, outcomes
from reqx.extraction.llm.connection import Connection, NoReply, Request
from reqx.extraction.llm.delays import limits
from reqx.extraction.llm.endpoint import Endpoint
from reqx.extraction.llm.outcomes import Outcome, Receipt
from reqx.extraction.llm.questions import Capability, Question, body

T = TypeVar("T")

CALL_SECONDS = 40.0
"""Below the usual lease of 60 s minus one beat, so that a call ends before its lease does."""
_ID = re.compile(r"[A-Za-z0-9_.\-]{1,100}")


@dataclass(frozen=True, slots=True)
class Sent:
    """What a server sent with status 200."""

    body: bytes = field(repr=False)
    receipt: Receipt


class Client:
    """Calls one endpoint; safe to use from many threads. Close it, or take a `shared` one."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._connection = Connection(endpoint)

    def ask(
        self,
        question: Question[T],
        capability: Capability,
        *,
        within_seconds: float = CALL_SECONDS,
    ) -> Outcome:
        """Ask once. The outcome comes `within_seconds` at the latest, whatever the server does."""
        asked = body(question, self.endpoint.model, capability)
        request = Request("POST", "/chat/completions", body=asked)
        reply = self.send(request, within_seconds=within_seconds)
        if isinstance(reply, Outcome):
            return reply
        return envelope.completed(question, reply.body, reply.receipt)

    def send(self, request: Request, *, within_seconds: float = CALL_SECONDS) -> Sent | Outcome:
        """Ask for something else, once; return what the server sent with status 200."""
        began = monotonic()
        reply = self._connection.send(request, within_seconds)
        elapsed = monotonic() - began
        if isinstance(reply, NoReply):
            receipt = Receipt(latency_seconds=elapsed, is_paid=reply.is_sent)
            return outcomes.Unavailable(receipt, reply.why)
        receipt = Receipt(
            status=reply.status,
            request_id=self._request_id(reply.headers),
            latency_seconds=elapsed,
            is_paid=reply.status == 200,
            limits=limits(reply.headers),
        )
        if reply.status == 200:
            return Sent(reply.body, receipt)
        return envelope.failed(reply.status, reply.headers, reply.body, receipt)

    def close(self) -> None:
        """Close the connections; calls under way end in vain."""
        self._connection.close()

    def _request_id(self, headers: Mapping[str, str]) -> str | None:
        return request_id(headers.get("x-request-id"), self.endpoint)


def request_id(said: object, endpoint: Endpoint) -> str | None:
    """Return a server's id of a request, if it is one, and does not hold the key."""
    if not isinstance(said, str) or not _ID.fullmatch(said):
        return None
    return None if endpoint.key and endpoint.key in said else said


_shared: dict[tuple[int, Endpoint], Client] = {}
_lock = threading.Lock()


def shared(endpoint: Endpoint) -> Client:
    """Return the process's one client of the endpoint: making one costs more than ten calls."""
    # A forked child has its parent's clients, but not the threads that serve them.
    place = os.getpid(), endpoint
    with _lock:
        if place not in _shared:
            _shared[place] = Client(endpoint)
            atexit.register(_close, *place)
        return _shared[place]


def _close(pid: int, endpoint: Endpoint) -> None:
    """Close a shared client, but not from a child that was forked off."""
    if pid == os.getpid():
        _shared[pid, endpoint].close()
