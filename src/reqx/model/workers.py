"""Workers as operators see them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class WorkerState(StrEnum):
    """What a worker is doing. LOST: it has shown no sign of life for longer than its lease."""

    WORKING = "working"
    IDLE = "idle"
    PAUSED = "paused"
    STOPPING = "stopping"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Worker:
    """A process that works on jobs. `jobs` is how many it has in hand, of `slots` at once.

    `version` is None for a worker of reqx 0.1.0.
    """

    id: str
    version: str | None
    slots: int
    jobs: int
    state: WorkerState
    started_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Instruction:
    """What operators want of a worker: to claim nothing, or to finish what it has and end."""

    is_paused: bool = False
    is_stop_requested: bool = False
