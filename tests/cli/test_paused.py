"""A queue that is paused: whoever starts work is told why nothing happens."""

from pathlib import Path

import pytest

from reqx.store import queues
from tests.cli.conftest import Reqx
from tests.cli.seed import Seed

WORDS = "The queue is paused. Start again: reqx workers resume"


@pytest.fixture
def paused(seed: Seed) -> Seed:
    with seed.store.begin() as tx:
        queues.pause(tx, None)
    return seed


def test_a_worker_says_that_the_queue_is_paused(reqx: Reqx, paused: Seed) -> None:
    with paused.store.hold() as tx:
        assert WORDS in reqx("work", "--drain").err
        assert WORDS not in reqx("work", "--drain", "--quiet").err
        queues.resume(tx)
    assert WORDS not in reqx("work", "--drain").err


def test_run_says_that_the_queue_is_paused(reqx: Reqx, paused: Seed) -> None:
    del paused
    Path("tender.pdf").write_bytes(b"%PDF-1.4\n")
    ran = reqx("run", "tender.pdf")
    assert (ran.status, WORDS in ran.err) == (4, True)
