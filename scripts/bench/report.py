"""Rows of the table: a figure, what it is held against, the bar, and whether it is reached."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from bench.laps import Laps, median

HEAD = ("what", "reqx", "against", "", "ratio", "laps", "base spread", "bar", "")


@dataclass(frozen=True)
class Bar:
    """A limit: for the ratio to the figure of `against`, or, when that is "", for the figure."""

    limit: float
    against: str = ""
    is_ceiling: bool = False

    def is_reached(self, value: float) -> bool:
        return value <= self.limit if self.is_ceiling else value >= self.limit

    def __str__(self) -> str:
        return f"{'<=' if self.is_ceiling else '>='} {self.limit:g}"


@dataclass(frozen=True)
class Row:
    """One line. `value` is reqx's median, `other` that of the rival; `laps` a value a lap.

    `subject` is what it belongs to: the kind of database, the part of the benchmark. `judged` is
    what the bar looks at: the median of the laps' ratios, or `value` without a rival.
    """

    subject: str
    what: str
    unit: str
    value: float
    against: str
    other: float | None
    judged: float
    laps: tuple[float, ...]
    spread: float | None
    bar: str
    is_reached: bool | None


def compared(
    laps: Laps, label: tuple[str, str, str], key: str, bars: Sequence[Bar], name: str = "reqx"
) -> list[Row]:
    """Return a row a bar; `label` is subject, what and unit, `name` the contestant judged."""
    value = median(laps.values(name, key))
    rows = []
    for bar in bars:
        if bar.against not in laps.figures:
            continue
        ratios = laps.ratios(name, bar.against, key)
        rows.append(
            Row(
                *label,
                value,
                bar.against,
                median(laps.values(bar.against, key)),
                median(ratios),
                tuple(ratios),
                laps.spread(key),
                str(bar),
                bar.is_reached(median(ratios)),
            )
        )
    return rows


def alone(values: Sequence[float], label: tuple[str, str, str], bar: Bar | None) -> Row:
    """Return the row of a figure with a bar of its own, or with none."""
    value = median(list(values))
    is_reached = bar.is_reached(value) if bar else None
    return Row(*label, value, "", None, value, tuple(values), None, str(bar or ""), is_reached)


def table(rows: Sequence[Row], subject: str = "database") -> Iterator[str]:
    """Yield the lines of a Markdown table; `subject` is what stands above the first column."""
    yield f"| {' | '.join((subject, *HEAD))} |"
    yield "|" + "---|" * (len(HEAD) + 1)
    for row in rows:
        yield f"| {' | '.join(_cells(row))} |"


def as_json(rows: Sequence[Row]) -> list[dict[str, object]]:
    return [asdict(row) for row in rows]


def _cells(row: Row) -> Iterator[str]:
    yield row.subject
    yield row.what
    yield f"{number(row.value)} {row.unit}"
    yield row.against
    yield "" if row.other is None else number(row.other)
    yield "" if row.other is None else f"{row.judged:.2f}"
    yield f"{number(min(row.laps))}-{number(max(row.laps))}"
    yield "" if row.spread is None else f"x{row.spread:.2f}"
    yield row.bar
    yield {True: "reached", False: "NOT REACHED", None: ""}[row.is_reached]


def number(value: float) -> str:
    """Return it with about three digits."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
