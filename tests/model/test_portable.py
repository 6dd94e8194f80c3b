"""Rows that go from process to process come out equal, whoever pickles them."""

import pickle

import pytest

from reqx.model.jobs import Progress
from reqx.model.requirements import Modality, PageRegion, Reference, Requirement

ROW = Requirement(
    "f3a1",
    "The valve shall close.",
    10,
    32,
    Modality.MANDATORY,
    0.9,
    "en",
    "rules",
    section=("3 Valves",),
    regions=(PageRegion(2, (1.0, 2.0, 3.0, 4.5)),),
    references=(Reference("section 3", "3"),),
)


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("value", [ROW, Progress("parse", 1, 3), Progress("extract", 0)])
def test_it_comes_back_equal(value: object, protocol: int) -> None:
    again = pickle.loads(pickle.dumps(value, protocol))  # noqa: S301 - it is our own
    assert again == value
    assert type(again) is type(value)


def test_what_rows_share_stays_shared() -> None:
    first, second = pickle.loads(pickle.dumps([ROW, ROW]))  # noqa: S301 - it is our own
    assert first is second
