"""HTTP to one endpoint, through the openai library: the only module that imports it.

Calls are made on an event loop in a thread of its own, because only there can a call be ended at
a moment of our choice: the library's timeout is one for each read, and a server that drips a byte
now and then never meets it.
"""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Coroutine, Mapping
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

import httpx2
import openai

from reqx.extraction.llm.endpoint import Endpoint

T = TypeVar("T")

for _name in ("openai", "httpcore2"):
    # Whatever is asked of the others: their DEBUG records hold what a server sent, and some servers
    # repeat the key or the text.
    logging.getLogger(_name).setLevel(logging.INFO)

_OPENAI = "api.openai.com"
_TURNS = 3
MOST_BYTES = 4 * 1024 * 1024
"""An answer has some thousand bytes: a longer body is a fault, and is not read."""


MOST_FILE_BYTES = 64 * 1024 * 1024
"""The answers of a batch come in one file."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of the server besides completions.

    `body` goes as JSON, `file` as a file that the server keeps for a batch.
    """

    method: Literal["GET", "POST", "DELETE"]
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None
    file: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server sent; header names in lower case."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class NoReply:
    """Nothing whole came; `is_sent`: the question may have reached the server."""

    why: str
    is_sent: bool


class Connection:
    """A pool of connections to one endpoint; safe to use from many threads.

    Redirects are not followed. A proxy of the environment is used, but never for a server on this
    machine.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="reqx-llm", daemon=True)
        self._client = _client(endpoint)
        self._closing = threading.Lock()
        self._is_closed = False
        self._thread.start()

    def post(self, body: Mapping[str, Any], within_seconds: float) -> Reply | NoReply:
        """Ask for a chat completion; in vain when the reply is not whole `within_seconds`."""
        return self.send(Request("POST", "/chat/completions", body=body), within_seconds)

    def send(self, request: Request, within_seconds: float) -> Reply | NoReply:
        """Ask for anything the server has; in vain when it is not whole `within_seconds`."""
        with self._closing:
            if self._is_closed:
                return NoReply("the connection is closed", is_sent=False)
            running = self._start(_send(self._client, request, within_seconds))
        try:
            return _result(running)
        except CancelledError:
            return NoReply("the connection was closed", is_sent=True)

    def close(self) -> None:
        """Close the connections and end the thread; calls under way end in vain."""
        with self._closing:
            if self._is_closed:
                return
            self._is_closed = True
            # What was started before is on the loop by now, and ends with it.
            ending = self._start(_end(self._client))
        _result(ending)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _start(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        return asyncio.run_coroutine_threadsafe(work, self._loop)


def _result(running: Future[T]) -> T:
    try:
        return running.result()
    finally:
        # Whoever waits may be interrupted: the call must not go on without anybody.
        running.cancel()


def _client(endpoint: Endpoint) -> openai.AsyncOpenAI:
    http = httpx2.AsyncClient(
        follow_redirects=False,
        trust_env=not endpoint.is_loopback,
        headers={"Accept-Encoding": "identity"},
        event_hooks={"response": [_bound]},
        limits=httpx2.Limits(max_connections=None, max_keepalive_connections=32),
    )
    client = openai.AsyncOpenAI(
        api_key=endpoint.key or "none",
        base_url=endpoint.base_url,
        max_retries=0,
        http_client=http,
    )
    if endpoint.host != _OPENAI:
        # The library reads them from the environment: they are nobody else's business.
        client.organization = client.project = None
    return client


def _asked(
    client: openai.AsyncOpenAI, request: Request, within_seconds: float
) -> Coroutine[Any, Any, httpx2.Response]:
    options: Any = {"timeout": within_seconds, "params": request.query}
    path, to = request.path, httpx2.Response
    if request.method == "GET":
        return client.get(path, cast_to=to, options=options)
    if request.method == "DELETE":
        return client.delete(path, cast_to=to, options=options)
    if request.file is None:
        return client.post(path, cast_to=to, body=dict(request.body or {}), options=options)
    options["headers"] = {"Content-Type": "multipart/form-data"}
    files = [("file", ("reqx.jsonl", request.file, "application/jsonl"))]
    return client.post(path, cast_to=to, body={"purpose": "batch"}, files=files, options=options)


async def _send(
    client: openai.AsyncOpenAI, request: Request, within_seconds: float
) -> Reply | NoReply:
    try:
        async with asyncio.timeout(within_seconds):
            response = await _asked(client, request, within_seconds)
    except openai.APIStatusError as error:
        response = error.response
    except (openai.APITimeoutError, TimeoutError):
        return NoReply(f"no whole reply within {within_seconds:g} s", is_sent=True)
    except openai.APIConnectionError as error:
        is_sent = not isinstance(error.__cause__, httpx2.ConnectError)
        return NoReply("connection lost" if is_sent else "no connection", is_sent)
    return Reply(response.status_code, dict(response.headers), response.content)


async def _end(client: openai.AsyncOpenAI) -> None:
    # Only the calls: what they have started themselves they end themselves, and a task of theirs
    # that is cancelled before its first step leaves behind a warning of Python's.
    under_way = [task for task in asyncio.all_tasks() if _is_call(task)]
    for call in under_way:
        call.cancel()
    await asyncio.gather(*under_way, return_exceptions=True)
    await client.close()
    for _ in range(_TURNS):
        # A connection that was cut while it was being made is closed in the loop's next turns.
        await asyncio.sleep(0)


def _is_call(task: asyncio.Task[Any]) -> bool:
    return getattr(task.get_coro(), "cr_code", None) is _send.__code__


async def _bound(response: httpx2.Response) -> None:
    """Refuse a body that is compressed, and end one that is too long: both can fill the memory."""
    if response.headers.get("content-encoding", "identity") != "identity":
        raise httpx2.DecodingError("compressed, which was not asked for", request=response.request)
    if isinstance(response.stream, httpx2.AsyncByteStream):
        is_file = response.request.url.path.endswith("/content")
        most = MOST_FILE_BYTES if is_file else MOST_BYTES
        response.stream = _Bounded(response.stream, most)


class _Bounded(httpx2.AsyncByteStream):
    """A body of which at most so many bytes are read."""

    def __init__(self, stream: httpx2.AsyncByteStream, most: int) -> None:
        self._stream = stream
        self._most = most

    async def __aiter__(self) -> AsyncIterator[bytes]:
        read = 0
        async for piece in self._stream:
            read += len(piece)
            if read > self._most:
                raise httpx2.ReadError(f"more than {self._most} bytes")
            yield piece

    async def aclose(self) -> None:
        await self._stream.aclose()
