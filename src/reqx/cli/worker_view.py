"""How a worker looks to a person: its line, and a pause of the queue in words."""

from reqx.cli import render
from reqx.cli.listing import Listing
from reqx.cli.table import Column
from reqx.model import records
from reqx.model.limits import Policy
from reqx.model.workers import Worker, WorkerState

_STYLES = {
    WorkerState.LOST: "red",
    WorkerState.WORKING: "cyan",
    WorkerState.PAUSED: "yellow",
    WorkerState.STOPPING: "yellow",
}

LISTING: Listing[Worker] = Listing(
    records.worker,
    (
        Column("Worker", lambda worker: worker.id),
        Column("State", lambda it: it.state.value, style=lambda it: _STYLES.get(it.state, "")),
        Column("Jobs", lambda worker: f"{worker.jobs}/{worker.slots}"),
        Column("Seen", lambda worker: render.ago(worker.seen_at), drop=1),
        Column("Started", lambda worker: render.ago(worker.started_at), drop=2),
        Column("Version", lambda worker: worker.version, drop=3),
    ),
)


def pause(policy: Policy) -> str:
    """Return what to say of a queue that is paused."""
    if policy.paused_until is None:
        return "The queue is paused. Start again: reqx workers resume"
    return f"The queue is paused until {records.instant(policy.paused_until)}"
