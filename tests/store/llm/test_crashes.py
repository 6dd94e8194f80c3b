"""A worker killed after any statement: no finished chunk is paid for again, no cost is lost."""

import itertools
import signal
from collections import Counter
from pathlib import Path

from reqx.store import Store
from reqx.store.llm import budget, calls, spending
from reqx.store.llm.budget import NOTHING, Amounts
from reqx.store.llm.records import Caller
from tests import make
from tests.store.llm import desk, spenders
from tests.store.test_upgrades import FORKS


def killed(url: str, who: Caller, asked: Path, number: int) -> bool:
    """Let a process work, and be killed after this statement; whether it came so far."""
    process = FORKS.Process(target=spenders.work_and_die, args=(url, who, asked, number))
    process.start()
    process.join(timeout=60)
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode != 0


def finished(store: Store, who: Caller) -> set[str]:
    """Return the chunks that have an answer."""
    keys = {chunk: desk.ask(chunk).key for chunk in spenders.chunks(who)}
    with store.hold() as tx:
        known = calls.lookup(tx, list(keys.values()))
    return {chunk for chunk, key in keys.items() if key in known}


def go_on(store: Store, who: Caller, asked: Path) -> None:
    """Take the job back from the dead worker, and let another one finish it."""
    with store.hold() as tx:
        desk.lose_job(tx, who)
        calls.sweep(tx)
        claim = make.claim(store)
        spenders.work(tx, Caller(claim.job_id, claim.token), asked)


def check_one(store: Store, who: Caller, asked: Path) -> None:
    """See that the other worker asked only about what was not finished."""
    before, done = Counter(asked.read_text().split()), finished(store, who)
    go_on(store, who, asked)
    after = Counter(asked.read_text().split())
    assert finished(store, who) == set(spenders.chunks(who))
    for chunk in spenders.chunks(who):
        assert after[chunk] - before[chunk] == (chunk not in done)
    # Only an answer that was on its way when the worker died is paid for twice.
    assert after.total() <= len(spenders.chunks(who)) + 1


def check_cost(store: Store, asked: int) -> None:
    """See that the budget knows of each call that was sent, and holds nothing."""
    with store.hold() as tx:
        (found,) = spending.find(tx)
        (everything,) = budget.find(tx)
    told = found.input_tokens + found.output_tokens
    assert everything.held == NOTHING
    assert everything.spent == Amounts(told + found.estimated_tokens, found.money)
    assert told + found.estimated_tokens >= asked * spenders.COST
    assert found.calls == found.answered + found.lost


def test_worker_killed_after_any_statement_pays_for_no_finished_chunk_again(
    store: Store, url: str, tmp_path: Path
) -> None:
    asked_in_all = 0
    for number in itertools.count(1):
        asked = tmp_path / f"{number}.txt"
        asked.touch()
        who = desk.caller(store, f"{number}.pdf")
        if not killed(url, who, asked, number):
            break
        check_one(store, who, asked)
        asked_in_all += len(asked.read_text().split())
        check_cost(store, asked_in_all)
        desk.finish(store, who)
    assert number > 20
