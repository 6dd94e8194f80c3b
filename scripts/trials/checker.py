"""The history checker: proves from the rows alone that a run lost nothing and did nothing twice."""

from trials import document_rules, job_rules
from trials.history import History
from trials.promise import Promise


def violations(history: History, promise: Promise) -> list[str]:
    """Return one sentence for each thing that does not hold; none is the proof."""
    return [*job_rules.broken(history, promise), *document_rules.broken(history, promise)]


def worst_recovery(history: History, promise: Promise) -> float | None:
    """Return the longest time from a worker's death to its job being taken back; None for none."""
    return max(
        (seconds for _, seconds in job_rules.recovery_seconds(history, promise)), default=None
    )
