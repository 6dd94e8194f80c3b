"""What operators decide for all workers together."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Policy:
    """What holds for the jobs of a type. `max_running` None: as many as the workers have slots.

    `paused_until` None while `is_paused`: until it is resumed.
    """

    name: str
    is_paused: bool = False
    paused_until: datetime | None = None
    max_running: int | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """How much may be taken a minute, by all workers together."""

    name: str
    per_minute: float


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit as operators see it: of jobs that run at once, or of a rate. None: no limit.

    `running` is how many jobs of the type do run; None for a rate.
    """

    name: str
    max_running: int | None = None
    running: int | None = None
    per_minute: float | None = None
