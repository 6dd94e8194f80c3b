"""What a history is held against: what the run was told, and what a quiet run gives."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from trials.history import Content, History


@dataclass(frozen=True, slots=True)
class Death:
    """A worker that was killed: its process's number, and when, in seconds since 1970."""

    pid: int
    at: float


@dataclass(frozen=True, slots=True)
class Yield:
    """The rows one document gives when nothing disturbs it."""

    requirements: tuple[Content, ...]
    pages: tuple[Content, ...]


@dataclass(frozen=True)
class Promise:
    """What must hold after a run.

    `accepted`: fingerprints of the documents that an upload said it had taken. `yields`: what a
    quiet run gives, by fingerprint. `retried`: jobs that an operator gave a fresh budget.
    `deaths` are held against `lease_seconds` and the five seconds of grace; leave them out where
    no worker was there to take over.
    """

    accepted: frozenset[str] = frozenset()
    yields: Mapping[str, Yield] = field(default_factory=dict)
    retried: frozenset[int] = frozenset()
    deaths: tuple[Death, ...] = ()
    lease_seconds: float = 2.0
    is_drained: bool = True
    is_pruned: bool = False


def yields_of(history: History) -> dict[str, Yield]:
    """Return what each document of a quiet run gave, by fingerprint."""
    return {
        document.fingerprint: Yield(
            tuple(row.content for row in history.requirements_of.get(document.id, ())),
            tuple(row.content for row in history.pages_of.get(document.id, ())),
        )
        for document in history.documents
    }
