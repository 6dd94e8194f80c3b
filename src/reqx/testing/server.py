"""A scripted OpenAI-compatible server: real HTTP on the loopback, a thread a connection."""

import json
import socket
import struct
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic
from types import TracebackType
from typing import Any, Self

from reqx.testing import replies
from reqx.testing.rate import Rate
from reqx.testing.replies import Reply, Request

Script = Iterable[Reply] | Callable[[Request], Reply]
_FAILED = replies.error(500, "the script failed")
_RESET = struct.pack("ii", 1, 0)


class ScriptedServer:
    """A context manager: the server listens inside it, and nothing of it is left behind.

    `script`: replies given in their order, to whoever asks first, or a function of the request.
    A request beyond the script is answered 500 and fails the `with` block, as does an error of
    the function. `rate`: requests over it get 429 with Retry-After, and no reply of the script.
    `key`: requests without it get 401. Read `requests` when the block is over, or under way.
    """

    def __init__(self, script: Script, *, rate: Rate | None = None, key: str | None = None) -> None:
        self._script = script if callable(script) else _in_order(script)
        self._rate = rate
        self._key = key
        self._lock = threading.Lock()
        self._http = _Server(self)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,))
        self.requests: list[Request] = []
        self.failures: list[BaseException] = []
        self.in_flight = 0
        self.stopping = threading.Event()

    @property
    def base_url(self) -> str:
        """What a client of OpenAI takes as its base URL."""
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    @property
    def most_in_flight(self) -> int:
        """The largest number of requests that waited for an answer at a time."""
        return max((request.in_flight for request in self.requests), default=0)

    def statuses(self) -> list[int]:
        """Return what was answered, in the order the requests came in."""
        return [request.status for request in self.requests]

    def reply_to(self, request: Request) -> Reply:
        """Choose the reply to a request: of the key, the rate or the script."""
        if self._key and request.headers.get("authorization") != f"Bearer {self._key}":
            return replies.unauthorised()
        wait = self._rate.take() if self._rate else 0.0
        return replies.rate_limited(f"{wait:.3f}") if wait else self._script(request)

    def arrived(self, method: str, path: str, headers: Mapping[str, str], content: bytes) -> int:
        """Note a request; return its place in `requests`."""
        at, body = monotonic(), _object(content)
        with self._lock:
            self.in_flight += 1
            came = Request(at, path, headers, body, self.in_flight, 0, method, content)
            self.requests.append(came)
            return len(self.requests) - 1

    def left(self, place: int, status: int) -> None:
        """Note what a request was answered."""
        with self._lock:
            self.in_flight -= 1
            self.requests[place] = replace(self.requests[place], status=status)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stopping.set()
        self._http.shutdown()
        self._thread.join()
        self._http.close()
        # What the block itself raised is the first thing to know.
        if self.failures and error is None:
            raise self.failures[0]


def _in_order(script: Iterable[Reply]) -> Callable[[Request], Reply]:
    remaining = iter(script)
    lock = threading.Lock()

    def next_reply(request: Request) -> Reply:
        with lock:
            reply = next(remaining, None)
        if reply is None:
            raise AssertionError(f"the script has no reply left for {request.path}")
        return reply

    return next_reply


class _Server(ThreadingHTTPServer):
    """Threads are waited for, so connections that clients keep open are closed first."""

    daemon_threads = False
    request_queue_size = 128

    def __init__(self, scripted: ScriptedServer) -> None:
        self.scripted = scripted
        self._open: set[socket.socket] = set()
        super().__init__(("127.0.0.1", 0), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - socketserver's own
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401 - socketserver's own
        self._open.discard(request)
        if request.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, len(_RESET)) == _RESET:
            self.close_request(request)
        else:
            super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401, ARG002 - as above
        error = sys.exception()
        # Who waits no longer closes the connection: that is what many tests are about.
        if error is not None and not isinstance(error, OSError):
            self.scripted.failures.append(error)

    def close(self) -> None:
        for connection in tuple(self._open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def do_DELETE(self) -> None:
        self._answer()

    def _answer(self) -> None:
        scripted = self.server.scripted
        length = int(self.headers.get("Content-Length") or 0)
        headers = {name.lower(): value for name, value in self.headers.items()}
        place = scripted.arrived(self.command, self.path, headers, self.rfile.read(length))
        reply = _FAILED
        try:
            reply = scripted.reply_to(scripted.requests[place])
        finally:
            scripted.stopping.wait(None if reply.hangs else reply.delay_seconds)
            # Noted before it is sent: who has the answer may look at once.
            scripted.left(place, reply.status if reply.is_sent else 0)
            self._send(reply)

    def log_message(self, *_: object) -> None:
        """Say nothing: the requests are in `requests`."""

    def _send(self, reply: Reply) -> None:
        if not reply.is_sent:
            self._reset()
            return
        self.wfile.write(self._head(reply))
        self._send_body(reply)
        if reply.cut_after is not None:
            self._reset()

    def _head(self, reply: Reply) -> bytes:
        headers = {**reply.headers, "Content-Length": str(len(reply.body))}
        lines = [f"HTTP/1.1 {reply.status} Scripted"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        return "\r\n".join([*lines, "", ""]).encode("latin-1")

    def _send_body(self, reply: Reply) -> None:
        body = reply.body[: reply.cut_after]
        if not reply.drip_seconds:
            self.wfile.write(body)
            return
        for byte in body:
            self.wfile.write(bytes([byte]))
            if self.server.scripted.stopping.wait(reply.drip_seconds):
                break

    def _reset(self) -> None:
        # Without lingering, closing a socket resets the connection instead of ending it.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        self.close_connection = True


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
