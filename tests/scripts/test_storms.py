"""Workers in processes of their own keep to what they share: a budget, and a server's patience."""

from pathlib import Path

from asking import storms
from asking.storms import Crew

from reqx.testing import Rate


def test_workers_together_pass_a_budget_by_no_more_than_their_calls(tmp_path: Path) -> None:
    crew = Crew(workers=2, slots=2)
    found = storms.spend(tmp_path, crew, 64_000)
    assert list(found.faults(crew)) == []
    assert found.lost


def test_workers_together_bear_a_server_that_refuses(tmp_path: Path) -> None:
    crew = Crew(workers=2, slots=4)
    found = storms.weather(tmp_path, crew, 24, Rate(per_second=5.0, burst=2))
    assert (found.unfinished, found.calls) == (0, 24)
    assert found.refused
