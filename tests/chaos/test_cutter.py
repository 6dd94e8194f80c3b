import random
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from trials.cutter import cutting

MANY = 200


@contextmanager
def echo() -> Iterator[tuple[int, list[bytes]]]:
    """Give the port of a server that answers each message, and the list of what it was sent."""
    heard: list[bytes] = []

    def serve(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection:
            while chunk := connection.recv(100):
                heard.append(chunk)
                connection.sendall(b"done")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, args=(listener,))
        thread.start()
        yield listener.getsockname()[1], heard
        thread.join()


def commit(port: int) -> int:
    """Send COMMITs until the connection is over; return how many were answered."""
    with socket.create_connection(("127.0.0.1", port)) as client:
        for answered in range(MANY):
            client.sendall(b"COMMIT")
            if client.recv(100) != b"done":
                return answered
        return MANY


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_cut_leaves_the_last_commit_unanswered(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - no secret
    with echo() as (port, heard), cutting(port, dice) as cutter:
        cutter.left = 1
        answered = commit(cutter.port)
    assert (cutter.left, cutter.made.total()) == (0, 1)
    assert len(heard) == answered + cutter.made["after COMMIT"]


def test_proxy_without_cuts_changes_nothing() -> None:
    with echo() as (port, heard), cutting(port, random.Random(1)) as cutter:  # noqa: S311 - no secret
        assert commit(cutter.port) == MANY
    assert heard == [b"COMMIT"] * MANY
