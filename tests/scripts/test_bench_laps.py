from collections.abc import Callable, Iterator

import pytest
from bench import laps
from bench.laps import Figures, Laps


def rates(*values: float) -> Callable[[], Figures]:
    """Return a measure that gives these, one a call."""
    found: Iterator[float] = iter(values)
    return lambda: {"rate": next(found)}


def test_base_runs_before_and_after_each_lap() -> None:
    found = laps.run(("floor", rates(1, 2, 3)), {"reqx": rates(7, 8)}, 2)

    assert [lap["rate"] for lap in found.figures["floor"]] == [1, 2, 3]
    assert [lap["rate"] for lap in found.figures["reqx"]] == [7, 8]


def test_lap_is_held_against_the_mean_of_the_base_around_it() -> None:
    found = laps.run(("floor", rates(100, 300, 500)), {"reqx": rates(100, 800)}, 2)

    assert found.ratios("reqx", "floor", "rate") == [0.5, 2.0]


def test_rivals_are_compared_within_a_lap() -> None:
    peers = {"reqx": rates(10, 30), "peer": rates(5, 10)}

    found = laps.run(("floor", rates(1, 1, 1)), peers, 2)

    assert found.ratios("reqx", "peer", "rate") == [2.0, 3.0]


def test_spread_is_of_the_base_alone() -> None:
    figures = {"floor": [{"rate": 10.0}, {"rate": 15.0}], "reqx": [{"rate": 90.0}]}

    assert Laps("floor", figures).spread("rate") == pytest.approx(1.5)


def test_peer_that_fails_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    def broken() -> Figures:
        raise RuntimeError("no worker reported")

    found = laps.run(("floor", rates(1, 1)), {}, 1, peers={"peer": broken})

    assert "peer" not in found.figures
    assert "peer: no worker reported" in capsys.readouterr().err


def test_reqx_that_fails_is_an_error() -> None:
    def broken() -> Figures:
        raise RuntimeError("no worker reported")

    with pytest.raises(RuntimeError, match="no worker reported"):
        laps.run(("floor", rates(1, 1)), {"reqx": broken}, 1)
