"""What workers do together when money or the server's patience ends: in processes of their own."""

import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from asking import models
from asking.site import PATIENCE_SECONDS, Site, written
from reqx.model.jobs import JobStatus
from reqx.store.llm.tables import CallState, ScopeKind
from reqx.testing import Rate, Reply, Request, ScriptedServer, replies

UNITS_A_CALL = 40
USED = replies.Usage(prompt=7000, completion=1000)
"""More than what is reserved for a call: only then can a budget be passed."""
QUIET_SECONDS = 5.0
STORM_SECONDS = 10.0


@dataclass(frozen=True)
class Crew:
    """How many workers, and how many documents and calls each has in hand at a time."""

    workers: int
    slots: int
    documents: int = 1

    @property
    def in_flight(self) -> int:
        return self.workers * self.slots


@dataclass(frozen=True)
class Spent:
    """What came of a budget, in tokens: `served` by the server, `spent` by the ledger.

    `booked` is what the budget's row says, `held` what it has still reserved; `most` what one call
    uses.
    """

    budget: int
    served: int
    spent: int
    booked: int
    held: int
    lost: int
    most: int

    def faults(self, crew: Crew) -> Iterator[str]:
        for name, tokens in (("served", self.served), ("spent", self.spent)):
            if tokens > self.budget + crew.in_flight * self.most:
                yield f"{tokens} tokens were {name} of {self.budget}"
        if self.spent < self.budget - crew.in_flight * self.most:
            yield f"only {self.spent} tokens of {self.budget} were spent"
        if (self.booked, self.held) != (self.spent, 0):
            yield f"the budget's row says {self.booked} spent and {self.held} held"
        # What a lost call used nobody knows: it counts as it was reserved, which is less here.
        if self.served > self.spent + self.lost * self.most or not self.lost:
            yield f"{self.served} tokens were served, {self.spent} counted ({self.lost} calls lost)"


@dataclass(frozen=True)
class Storm:
    """What came of a storm: requests, those refused and those that came late, and the time."""

    calls: int
    refused: int
    late: int
    late_refused: int
    most_in_flight: int
    seconds: float
    ideal_seconds: float
    unfinished: int

    @property
    def late_share(self) -> float:
        return self.late_refused / max(self.late, 1)

    @property
    def times_ideal(self) -> float:
        return self.seconds / self.ideal_seconds


def spend(folder: Path, crew: Crew, budget: int, url: str = "") -> Spent:
    """Let workers ask until a budget is spent, one of them killed on the way."""

    def reply(request: Request) -> Reply:
        return replies.slow(models.agreeing(request, USED), seconds=0.5)

    with ScriptedServer(reply) as server:
        settings = {"llm_budget": f"{budget}tok", "llm_slots": crew.slots, "lease_seconds": 4}
        site = Site(folder / "home", server.base_url, url, **settings)
        _upload(site, folder, crew, budget // USED.completion)
        with site.workers(crew.workers, "--interval", "0.5") as workers:
            _kill_one(site, workers)
            _wait_until_quiet(server)
        # A worker gives up the calls of dead ones when it starts; it shall make none.
        site.run("jobs", "cancel", "--status", "PENDING", "--yes")
        site.work("--drain").wait(PATIENCE_SECONDS)
        calls, served = site.calls(), _asked(server)
        (row,) = (row for row in site.budgets() if row.kind is ScopeKind.RUN)
    most = USED.prompt + USED.completion
    return Spent(
        budget,
        len(served) * most,
        sum(call.tokens for call in calls),
        row.tokens_spent,
        row.tokens_held,
        sum(call.state is CallState.LOST for call in calls),
        most,
    )


def weather(folder: Path, crew: Crew, calls: int, rate: Rate, url: str = "") -> Storm:
    """Let workers ask a server that refuses what is more than its rate."""

    def reply(request: Request) -> Reply:
        return replies.slow(models.agreeing(request), seconds=1.0)

    per_second, burst = rate.per_second, rate.burst
    with ScriptedServer(reply, rate=rate) as server:
        site = Site(folder / "home", server.base_url, url, llm_slots=crew.slots)
        count = _upload(site, folder, crew, calls)
        with site.workers(crew.workers, "--drain", "--concurrency", crew.documents) as workers:
            for worker in workers:
                worker.wait(PATIENCE_SECONDS)
        statuses = [site.status(number + 1) for number in range(count)]
        asked = _asked(server)
    began, answered = asked[0].at, [one for one in asked if one.status == 200]
    late = [one for one in asked if one.at >= began + STORM_SECONDS]
    return Storm(
        len(answered),
        sum(one.status == 429 for one in asked),
        len(late),
        sum(one.status == 429 for one in late),
        server.most_in_flight,
        answered[-1].at - began,
        (len(answered) - burst) / per_second,
        sum(status is not JobStatus.COMPLETED for status in statuses),
    )


def _upload(site: Site, folder: Path, crew: Crew, calls: int) -> int:
    """Queue a document for each that the crew has in hand; return how many."""
    count = crew.workers * crew.documents
    units = UNITS_A_CALL * -(-calls // count)
    paths = [
        written(folder / f"lot-{n}.txt", models.sentences(n, units)) for n in range(1, count + 1)
    ]
    site.run("upload", *paths)
    return count


def _asked(server: ScriptedServer) -> list[Request]:
    return [request for request in server.requests if models.lines(request)]


def _kill_one(site: Site, workers: Sequence[subprocess.Popen[bytes]]) -> None:
    """Kill a worker that has calls under way."""
    by_pid = {str(worker.pid): worker for worker in workers}
    under_way: list[str] = []
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while not under_way and time.monotonic() < give_up_at:
        time.sleep(0.2)
        found = site.calls()
        under_way = [call.worker for call in found if call.state is CallState.RESERVED]
    # host-process-token
    worker = by_pid[under_way[0].split("-")[-2]]
    worker.kill()
    worker.wait()


def _wait_until_quiet(server: ScriptedServer) -> None:
    count, since = -1, time.monotonic()
    while time.monotonic() < since + QUIET_SECONDS:
        if len(server.requests) != count:
            count, since = len(server.requests), time.monotonic()
        time.sleep(0.1)
