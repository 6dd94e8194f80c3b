"""A proxy between workers and a PostgreSQL server that cuts a connection around a COMMIT.

The client then cannot know what became of it. Half of the cuts come when the server has answered,
so the change stands; half before it was sent, so it never was.
"""

import selectors
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from random import Random

CHUNK = 1 << 16
CHANCE_AT_COMMIT = 0.25
ANSWER_SECONDS = 1.0
CHANCE_ELSEWHERE = 0.02
"""A statement outside a transaction commits by itself; and a heartbeat may be cut as well."""


class Cutter:
    """Forwards connections of `port` to the server at `target`; cuts as long as cuts are `left`."""

    def __init__(self, target: int, dice: Random) -> None:
        self._target = target
        self._dice = dice
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.left = 0
        self.made: Counter[str] = Counter()

    def run(self) -> None:
        """Serve until the listener is closed."""
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def close(self) -> None:
        # Only this wakes the thread that waits in accept.
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _serve(self, client: socket.socket) -> None:
        with (
            client,
            suppress(OSError),
            socket.create_connection(("127.0.0.1", self._target)) as server,
            selectors.DefaultSelector() as selector,
        ):
            selector.register(client, selectors.EVENT_READ, server)
            selector.register(server, selectors.EVENT_READ, client)
            while self._forward(selector, client):
                pass

    def _forward(self, selector: selectors.DefaultSelector, client: socket.socket) -> bool:
        """Pass on what has come; False when the connection is over."""
        for key, _ in selector.select():
            source, target = key.fileobj, key.data
            assert isinstance(source, socket.socket)
            chunk = source.recv(CHUNK)
            if not chunk or (source is client and self._cuts(chunk, target)):
                return False
            target.sendall(chunk)
        return True

    def _cuts(self, chunk: bytes, server: socket.socket) -> bool:
        """Decide whether the connection ends here, before or after the server did it."""
        place = "COMMIT" if b"COMMIT" in chunk else "another statement"
        chance = CHANCE_AT_COMMIT if place == "COMMIT" else CHANCE_ELSEWHERE
        with self._lock:
            if self.left <= 0 or self._dice.random() >= chance:
                return False
            self.left -= 1
            is_sent = self._dice.random() < 0.5
            self.made[f"{'after' if is_sent else 'before'} {place}"] += 1
        if is_sent:
            server.sendall(chunk)
            # To a part of what the client sends at once there is no answer.
            server.settimeout(ANSWER_SECONDS)
            with suppress(TimeoutError):
                server.recv(CHUNK)
        return True


@contextmanager
def cutting(target: int, dice: Random) -> Iterator[Cutter]:
    """Give a proxy that runs, and cuts nothing yet."""
    cutter = Cutter(target, dice)
    thread = threading.Thread(target=cutter.run, daemon=True)
    thread.start()
    try:
        yield cutter
    finally:
        cutter.close()
        thread.join()
