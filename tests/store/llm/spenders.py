"""What the processes of these tests do; each opens the database itself, as workers do."""

import os
import signal
import time
from contextlib import closing
from pathlib import Path

from sqlalchemy import event

from reqx.store import Transaction, connect
from reqx.store.llm import calls, pace
from reqx.store.llm.records import Ask, Caller, Exhausted, Granted, Wait
from tests.store.llm import batching, desk

COST = 60
"""The tokens of a call that `work` makes."""


def spend(url: str, who: Caller, cost: int) -> int:
    """Make calls of this cost until the budget is exhausted; return how many."""
    made = 0
    with closing(connect(url)) as store, store.hold() as tx:
        while _is_made(tx, who, desk.ask(f"{who.job_id} {made}"), cost):
            made += 1
    return made


def _is_made(tx: Transaction, who: Caller, what: Ask, cost: int) -> bool:
    reply = calls.reserve(tx, who, what)
    while isinstance(reply, Wait):
        time.sleep(0.01)
        reply = calls.reserve(tx, who, what)
    if isinstance(reply, Exhausted):
        return False
    assert isinstance(reply, Granted)
    assert calls.settle(tx, reply.call, "words", desk.receipt(cost))
    return True


def take(url: str, seconds: float, tokens: int) -> list[float]:
    """Let calls through as fast as the pace allows, for so long; return when each was."""
    taken = []
    give_up_at = time.monotonic() + seconds
    with closing(connect(url)) as store, store.hold() as tx:
        while time.monotonic() < give_up_at:
            wait = pace.take(tx, desk.ENDPOINT, tokens)
            if not wait:
                taken.append(time.time())
            time.sleep(min(wait, seconds / 20))
    return taken


def chunks(who: Caller) -> list[str]:
    """Return what is to be asked about in a job; another job has other chunks."""
    return [f"{who.job_id}-{number}" for number in range(3)]


def work(tx: Transaction, who: Caller, asked: Path) -> None:
    """Do what a worker does: take the answers there are, and pay for the rest; note for what."""
    known = calls.lookup(tx, [desk.ask(chunk).key for chunk in chunks(who)])
    for chunk in chunks(who):
        if desk.ask(chunk).key in known:
            continue
        call = desk.granted(tx, who, desk.ask(chunk))
        with asked.open("a") as file:
            file.write(f"{chunk}\n")
        calls.settle(tx, call, f"answer to {chunk}", desk.receipt(COST))


def work_and_die(url: str, who: Caller, asked: Path, number: int) -> None:
    """Work, and be killed after the statement of this number, from 1, if there is one."""
    executed = 0
    with closing(connect(url)) as store, store.hold() as tx:

        @event.listens_for(store._engine, "after_cursor_execute")
        def _count(*_: object) -> None:
            nonlocal executed
            executed += 1
            if executed == number:
                os.kill(os.getpid(), signal.SIGKILL)

        work(tx, who, asked)


def book(url: str, who: Caller, texts: str) -> list[str]:
    """Book a batch of calls about these; return the keys of those that are in it."""
    with closing(connect(url)) as store, store.hold() as tx:
        return list(batching.booked(tx, who, texts).calls)
