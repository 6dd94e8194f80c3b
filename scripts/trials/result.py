"""What a trial found, and the table of all."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """One trial on one database: what was done to it, and what does not hold afterwards."""

    trial: str
    database: str
    done: str
    violations: tuple[str, ...]
    worst_recovery: float | None = None
    seconds: float = 0.0

    @property
    def verdict(self) -> str:
        count = len(self.violations)
        return f"{count} VIOLATION{'S' * (count > 1)}" if count else "ok"


HEADINGS = ("trial", "database", "done", "found", "worst recovery", "took")


def table(results: Sequence[Result]) -> str:
    """Return the results in columns, and below them each violation."""
    rows = [HEADINGS, *map(_cells, results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    lines += [
        f"{result.trial} on {result.database}: {violation}"
        for result in results
        for violation in result.violations
    ]
    return "\n".join(lines)


def _cells(result: Result) -> tuple[str, ...]:
    recovery = "-" if result.worst_recovery is None else f"{result.worst_recovery:.1f} s"
    return (
        result.trial,
        result.database,
        result.done,
        result.verdict,
        recovery,
        f"{result.seconds:.0f} s",
    )
