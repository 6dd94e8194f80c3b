"""The options several commands share, and what their words mean."""

import re
from datetime import UTC, datetime, timedelta
from enum import Enum, auto
from typing import Annotated

import typer

from reqx.errors import UsageError
from reqx.model.filters import JobFilter, RequirementFilter, Window
from reqx.model.jobs import JobStatus
from reqx.model.requirements import Modality

_UNIT_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)([smhdw])", re.IGNORECASE)
_LONGEST_SECONDS = 100 * 366 * 86400


class Form(Enum):
    """The form in which a command prints what it found."""

    WORDS = auto()
    JSON = auto()
    JSON_LINES = auto()


def parse_duration(text: str) -> float:
    """Return the seconds of "90s", "15m", "2h", "3d", "1w", or of several together ("1h30m")."""
    parts = _DURATION.findall(text.replace(" ", ""))
    if not parts or "".join(map("".join, parts)) != text.replace(" ", ""):
        raise typer.BadParameter(f"'{text}' is not a time span; write 90s, 15m, 2h, 3d or 1w.")
    seconds = sum(float(number) * _UNIT_SECONDS[unit.lower()] for number, unit in parts)
    if seconds > _LONGEST_SECONDS:
        raise typer.BadParameter(f"'{text}' is longer than a century.")
    return seconds


def parse_instant(text: str) -> datetime:
    """Return the aware time of an ISO 8601 text; without an offset it is this machine's time."""
    try:
        # Near the years 1 and 9999 there is no such time in another zone.
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise typer.BadParameter(
            f"'{text}' is not a time; write 2026-01-31T08:15 or 2026-01-31T08:15:00Z."
        ) from error


def parse_past(text: str) -> datetime:
    """Return the time so long ago ("2h"), or the time itself (ISO 8601)."""
    if _DURATION.match(text) and "-" not in text:
        return datetime.now(UTC) - timedelta(seconds=parse_duration(text))
    return parse_instant(text)


Json = Annotated[bool, typer.Option("--json", help="One JSON value on stdout.")]
JsonLines = Annotated[bool, typer.Option("--jsonl", help="One JSON object a line on stdout.")]
Limit = Annotated[
    int,
    typer.Option(min=0, max=1_000_000, metavar="N", help="Show so many at most; 0 is all."),
]
Cursor = Annotated[
    str | None, typer.Option(metavar="CURSOR", help="Go on where the listing before ended.")
]
Project = Annotated[str | None, typer.Option(metavar="NAME", help="Of this project.")]
Documents = Annotated[
    list[int] | None,
    typer.Option("--document", metavar="DOC", help="Of this document (repeatable)."),
]
Modalities = Annotated[
    list[Modality] | None,
    typer.Option(
        "--modality",
        case_sensitive=False,
        metavar="MODALITY",
        help="mandatory, recommended, optional or prohibited (repeatable).",
    ),
]
Section = Annotated[
    str | None, typer.Option(metavar="TEXT", help="Under a heading that contains TEXT.")
]
MinConfidence = Annotated[
    float | None, typer.Option(min=0, max=1, metavar="0..1", help="At least this sure.")
]
Flags = Annotated[
    list[str] | None,
    typer.Option(
        "--flag", metavar="FLAG", help="With this flag: vague-term, tbd ... (repeatable)."
    ),
]
JobStatuses = Annotated[
    list[JobStatus] | None,
    typer.Option(
        "--status",
        case_sensitive=False,
        metavar="STATE",
        help="PENDING, PROCESSING, COMPLETED, FAILED or CANCELLED (repeatable).",
    ),
]
Error = Annotated[
    str | None, typer.Option(metavar="TEXT", help="With an error that contains TEXT.")
]
Since = Annotated[
    datetime | None,
    typer.Option(parser=parse_past, metavar="2h|TIME", help="Changed since then."),
]
OlderThan = Annotated[
    datetime | None,
    typer.Option(parser=parse_past, metavar="3d|TIME", help="Not changed since then."),
]
PriorityMin = Annotated[
    int | None,
    typer.Option(min=-1000, max=1000, metavar="N", help="Of at least this priority."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")]
Sort = Annotated[str, typer.Option(metavar="FIELD", help="In this order; -FIELD is descending.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


def job_filter(
    statuses: list[JobStatus] | None,
    documents: list[int] | None,
    project: str | None,
    error: str | None,
    times: tuple[datetime | None, datetime | None],
    priority_min: int | None,
) -> JobFilter:
    """Put the filters every jobs verb takes together; `times` is (since, until)."""
    return JobFilter(
        statuses=tuple(statuses or ()),
        document_ids=tuple(documents or ()),
        project=project,
        error=error,
        since=times[0],
        until=times[1],
        priority_min=priority_min,
    )


def requirement_filter(
    documents: list[int] | None,
    project: str | None,
    modalities: list[Modality] | None,
    section: str | None,
    min_confidence: float | None,
    flags: list[str] | None = None,
) -> RequirementFilter:
    """Put the filters of requirements together; UsageError for a flag that does not exist."""
    if flags:
        _check_flags(flags)
    return RequirementFilter(
        document_ids=tuple(documents or ()),
        project=project,
        modalities=tuple(modalities or ()),
        section=section,
        min_confidence=min_confidence,
        flags=tuple(flags or ()),
    )


def _check_flags(flags: list[str]) -> None:
    from reqx.extraction.rules.flags import catalogue  # noqa: PLC0415 - start-up

    for flag in flags:
        if flag not in catalogue():
            raise UsageError(f"there is no flag '{flag}'", hint=f"Flags: {', '.join(catalogue())}.")


def window(limit: int, cursor: str | None, sort: str = "-id") -> Window:
    """Return the part of a listing that is asked for; a limit of 0 is no limit."""
    return Window(limit or None, cursor, sort)


def form_of(json: bool, json_lines: bool) -> Form:
    """Return the form that is asked for; UsageError for --json and --jsonl together."""
    if json and json_lines:
        raise UsageError("--json and --jsonl exclude each other", hint="Choose one.")
    if json:
        return Form.JSON
    return Form.JSON_LINES if json_lines else Form.WORDS
