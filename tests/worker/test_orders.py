import pytest

from reqx.worker import Tally


@pytest.mark.parametrize(
    ("completed", "failed", "expected"), [(0, 0, 0), (3, 0, 0), (2, 1, 3), (0, 1, 4)]
)
def test_the_exit_status_tells_whether_some_or_all_failed(
    completed: int, failed: int, expected: int
) -> None:
    assert Tally(completed=completed, failed=failed).exit_status == expected
