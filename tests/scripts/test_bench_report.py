import pytest
from bench.laps import Laps
from bench.report import Bar, alone, compared, number, table

LABEL = ("sqlite", "drain", "jobs/s")


def laps(*pairs: tuple[float, float]) -> Laps:
    """Return laps of reqx and a peer, the floor being 100 throughout."""
    floor = [{"rate": 100.0}] * (len(pairs) + 1)
    reqx, peer = ([{"rate": rate} for rate in rates] for rates in zip(*pairs, strict=True))
    return Laps("floor", {"floor": floor, "reqx": reqx, "huey": peer})


def test_median_of_the_laps_decides() -> None:
    (row,) = compared(laps((10, 1), (70, 1), (80, 1)), LABEL, "rate", [Bar(0.6, "floor")])

    assert row.judged == pytest.approx(0.7)
    assert row.is_reached


def test_each_bar_is_a_row_against_its_rival() -> None:
    bars = [Bar(0.6, "floor"), Bar(2.0, "huey")]

    rows = compared(laps((50, 20)), LABEL, "rate", bars)

    assert [(row.against, row.judged, row.is_reached) for row in rows] == [
        ("floor", 0.5, False),
        ("huey", 2.5, True),
    ]


def test_rival_that_is_not_there_has_no_row() -> None:
    assert compared(laps((50, 20)), LABEL, "rate", [Bar(1.2, "PgQueuer")]) == []


def test_ceiling_is_reached_from_below() -> None:
    assert Bar(50, is_ceiling=True).is_reached(50)
    assert not Bar(50, is_ceiling=True).is_reached(51)


def test_row_without_a_bar_is_neither_reached_nor_missed() -> None:
    row = alone([4.0, 6.0, 5.0], LABEL, None)

    assert (row.value, row.is_reached, row.bar) == (5.0, None, "")


def test_table_shows_ratio_and_verdict() -> None:
    rows = compared(laps((50, 20)), LABEL, "rate", [Bar(0.6, "floor")])

    *_, line = table(rows)

    assert line == (
        "| sqlite | drain | 50 jobs/s | floor | 100 | 0.50 | 0.5-0.5 | x1.00 | >= 0.6 |"
        " NOT REACHED |"
    )


@pytest.mark.parametrize(
    ("value", "text"), [(12345.6, "12,346"), (99.96, "100"), (0.0314159, "0.0314")]
)
def test_numbers_have_three_digits(value: float, text: str) -> None:
    assert number(value) == text
