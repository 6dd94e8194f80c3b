"""The Batch API: a file of questions goes there, files of answers and errors come back.

    https://platform.openai.com/docs/guides/batch

Each line has a `custom_id`, which is the key of its call. What failed is in a file of its own, and
either file may be missing; answers come in any order.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

from reqx.extraction.llm import envelope, outcomes
from reqx.extraction.llm.answers import Item, read
from reqx.extraction.llm.client import CALL_SECONDS, Client, request_id
from reqx.extraction.llm.connection import Request
from reqx.extraction.llm.outcomes import Outcome, Receipt
from reqx.extraction.llm.plan import Planned

T = TypeVar("T")
_Object = Mapping[str, Any]

MOST_REQUESTS: Final = 1000
"""In one batch: far below what servers allow, so that a file of answers has a size."""

FILE_SECONDS: Final = 300.0
"""For a file to go or to come."""

_LABEL: Final = "reqx"
_PAGE: Final = "100"
_MOST_PAGES: Final = 1000
_CLOCKS_SECONDS: Final = 3600.0
"""How far apart the server's clock and ours may be."""

_ID = re.compile(r"[A-Za-z0-9_.\-]{1,200}")
_WORD = re.compile(r"[a-z_]{1,64}")
_OVER = {"completed", "failed", "expired", "cancelled"}
_UNOFFERED = {404, 405, 501}


@dataclass(frozen=True, slots=True)
class Remote:
    """A batch as the server tells of it; `reference` is what it was told when it was made.

    `error`: the server's word for why the whole batch failed.
    """

    id: str
    status: str
    created_at: float
    reference: str | None = None
    output_file: str | None = None
    error_file: str | None = None
    error: str | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes of it than what its files hold."""
        return self.status in _OVER


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file of answers or errors. `status` None: the call was not made."""

    key: str
    status: int | None
    request_id: str | None
    body: bytes
    code: str | None


@dataclass(frozen=True, slots=True)
class _Expected:
    """What is kept of a question while its batch is under way."""

    words: int
    read: Callable[[str], tuple[Item, ...]] = read


class Batches:
    """The batches of one endpoint. What fails is an Outcome, as for a call; nothing is raised.

    `within_seconds` bounds all but files, which have FILE_SECONDS.
    """

    def __init__(self, client: Client, *, within_seconds: float = CALL_SECONDS) -> None:
        self._client = client
        self._within_seconds = within_seconds

    def upload(self, planned: Iterable[Planned]) -> str | Outcome:
        """Send the questions as a file, and return its id: nothing of it is worked on yet."""
        lines = b"".join(map(_line, planned))
        found = self._ask(Request("POST", "/files", file=lines), FILE_SECONDS)
        return found if isinstance(found, Outcome) else _id(found) or _nonsense()

    def create(self, input_file: str, reference: str) -> Remote | Outcome:
        """Let the server work on a file; `may_exist` says of an outcome whether it may have begun.

        `reference` is how the batch is found again by who does not know its id.
        """
        asked = {
            "input_file_id": input_file,
            "endpoint": "/v1/chat/completions",
            "completion_window": "24h",
            "metadata": {_LABEL: reference},
        }
        return _remote_of(self._ask(Request("POST", "/batches", body=asked)))

    def get(self, remote_id: str) -> Remote | Outcome:
        """Return how a batch stands."""
        return _remote_of(self._ask(Request("GET", f"/batches/{remote_id}")))

    def find(self, reference: str, since: datetime) -> Remote | Outcome | None:
        """Return the batch that was made with this reference after `since`; None: there is none."""
        query = {"limit": _PAGE}
        for _ in range(_MOST_PAGES):
            page = self._ask(Request("GET", "/batches", query=query))
            if isinstance(page, Outcome):
                return page
            batches = [batch for each in _list(page) if (batch := _remote(each))]
            for batch in batches:
                if batch.reference == reference:
                    return batch
            oldest = since.timestamp() - _CLOCKS_SECONDS
            # The newest come first.
            if not batches or not page.get("has_more") or batches[-1].created_at < oldest:
                return None
            query = {"limit": _PAGE, "after": batches[-1].id}
        return _nonsense()

    def content(self, file: str) -> bytes | Outcome:
        """Return a file of answers or errors."""
        request = Request("GET", f"/files/{file}/content")
        sent = self._client.send(request, within_seconds=FILE_SECONDS)
        return sent if isinstance(sent, Outcome) else sent.body

    def delete(self, file: str) -> Outcome | None:
        """Let the server forget a file, if it will; return what kept it from that."""
        found = self._ask(Request("DELETE", f"/files/{file}"))
        return found if isinstance(found, Outcome) else None

    def are_offered(self) -> bool | Outcome:
        """Return whether the server has batches."""
        found = self._ask(Request("GET", "/batches", query={"limit": "1"}))
        if isinstance(found, Outcome):
            return False if is_unoffered(found) else found
        return isinstance(found.get("data"), list)

    def outcome(self, line: Line, words: int) -> Outcome:
        """Return what a line means for its call, whose prompt had so many words."""
        endpoint = self._client.endpoint
        receipt = Receipt(
            status=line.status,
            request_id=request_id(line.request_id, endpoint),
            is_paid=line.status == 200,
            code=line.code,
        )
        if line.status is None:
            return outcomes.Unavailable(receipt, f"not asked by the batch ({line.code})")
        if line.status == 200:
            return envelope.completed(_Expected(words), line.body, receipt)
        return envelope.failed(line.status, {}, line.body, receipt)

    def _ask(self, request: Request, within_seconds: float | None = None) -> _Object | Outcome:
        seconds = within_seconds or self._within_seconds
        sent = self._client.send(request, within_seconds=seconds)
        return sent if isinstance(sent, Outcome) else envelope.parsed(sent.body)


def is_unoffered(outcome: Outcome) -> bool:
    """Return whether an outcome says that the server has nothing of the kind."""
    return outcome.receipt.status in _UNOFFERED


def may_exist(outcome: Outcome) -> bool:
    """Return whether what was to be made may have been made, though the reply does not say so."""
    told = outcome.receipt
    return isinstance(outcome, outcomes.Unavailable) and (told.status is not None or told.is_paid)


def lines(content: bytes) -> Iterator[Line]:
    """Yield the lines of a file of answers or errors; what is none is passed over."""
    for each in content.splitlines():
        said = envelope.parsed(each)
        key = said.get("custom_id")
        if not isinstance(key, str):
            continue
        response, error = _mapping(said.get("response")), _mapping(said.get("error"))
        status = response.get("status_code")
        body = _mapping(response.get("body"))
        yield Line(
            key,
            status if isinstance(status, int) else None,
            response.get("request_id"),
            json.dumps(body).encode(),
            _word(error.get("code")) or _word(_mapping(body.get("error")).get("code")),
        )


def _line(planned: Planned) -> bytes:
    said = {
        "custom_id": planned.key,
        "method": "POST",
        "url": "/v1/chat/completions",
        "body": dict(planned.request),
    }
    return json.dumps(said).encode() + b"\n"


def _remote_of(found: _Object | Outcome) -> Remote | Outcome:
    return found if isinstance(found, Outcome) else _remote(found) or _nonsense()


def _remote(said: _Object) -> Remote | None:
    found, status = _id(said), _word(said.get("status"))
    if found is None or status is None:
        return None
    reference = _mapping(said.get("metadata")).get(_LABEL)
    errors = _list(_mapping(said.get("errors")))
    created_at = said.get("created_at")
    return Remote(
        found,
        status,
        float(created_at) if isinstance(created_at, int | float) else 0.0,
        reference if isinstance(reference, str) else None,
        _name(said.get("output_file_id")),
        _name(said.get("error_file_id")),
        _word(errors[0].get("code")) if errors else None,
    )


def _nonsense() -> Outcome:
    return outcomes.Unavailable(Receipt(status=200), "the reply is none of the Batch API")


def _id(said: _Object) -> str | None:
    return _name(said.get("id"))


def _name(said: object) -> str | None:
    """Return an id: it becomes a part of an address."""
    return said if isinstance(said, str) and _ID.fullmatch(said) and set(said) != {"."} else None


def _word(said: object) -> str | None:
    return said if isinstance(said, str) and _WORD.fullmatch(said) else None


def _list(said: _Object) -> list[_Object]:
    found = said.get("data")
    return [_mapping(each) for each in found] if isinstance(found, list) else []


def _mapping(found: object) -> _Object:
    return found if isinstance(found, dict) else {}
