from datetime import UTC, datetime, timedelta

import pytest
import typer

from reqx.cli import options
from reqx.errors import UsageError
from reqx.model.filters import JobFilter, RequirementFilter, Window
from reqx.model.jobs import JobStatus


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90s", 90), ("15m", 900), ("2h", 7200), ("3d", 259200), ("1w", 604800), ("1h30m", 5400)],
)
def test_time_span_is_number_and_unit(text: str, seconds: float) -> None:
    assert options.parse_duration(text) == seconds


@pytest.mark.parametrize("text", ["", "5", "h", "2 hours", "-2h", "2h-", "1e3s", "99999w"])
def test_other_text_is_no_time_span(text: str) -> None:
    with pytest.raises(typer.BadParameter, match=r"time span|century"):
        options.parse_duration(text)


@pytest.mark.parametrize("text", ["2026-01-31T08:15Z", "2026-01-31T09:15:00+01:00"])
def test_time_is_iso_8601(text: str) -> None:
    assert options.parse_instant(text) == datetime(2026, 1, 31, 8, 15, tzinfo=UTC)


def test_time_without_offset_is_local() -> None:
    expected = datetime(2026, 1, 31, 8, 15).astimezone(UTC)
    assert options.parse_instant("2026-01-31T08:15") == expected


@pytest.mark.parametrize("text", ["yesterday", "", "2026-13-01", "0001-01-01T00:00+14:00"])
def test_other_text_is_no_time(text: str) -> None:
    with pytest.raises(typer.BadParameter, match="is not a time"):
        options.parse_instant(text)


def test_since_takes_a_span_before_now() -> None:
    apart = datetime.now(UTC) - timedelta(hours=2) - options.parse_past("2h")
    assert abs(apart) < timedelta(minutes=1)


def test_since_takes_a_time() -> None:
    assert options.parse_past("2026-01-31T08:15Z") == datetime(2026, 1, 31, 8, 15, tzinfo=UTC)


def test_filters_not_given_mean_any() -> None:
    assert options.job_filter(None, None, None, None, (None, None), None) == JobFilter()
    assert options.requirement_filter(None, None, None, None, None) == RequirementFilter()


def test_job_filters_are_put_together() -> None:
    since, until = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
    found = options.job_filter([JobStatus.FAILED], [7], "p", "boom", (since, until), 2)
    assert found == JobFilter(
        statuses=(JobStatus.FAILED,),
        document_ids=(7,),
        project="p",
        error="boom",
        since=since,
        until=until,
        priority_min=2,
    )


def test_limit_of_zero_is_no_limit() -> None:
    assert options.window(0, None).limit is None
    assert options.window(5, "c", "id") == Window(5, "c", "id")


def test_two_forms_exclude_each_other() -> None:
    with pytest.raises(UsageError, match="exclude each other"):
        options.form_of(json=True, json_lines=True)
