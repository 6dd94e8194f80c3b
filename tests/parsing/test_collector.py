import gc
from collections.abc import Iterator

import pytest

from reqx.parsing.collector import collector_paused


@pytest.fixture(params=["on", "off"])
def state(request: pytest.FixtureRequest) -> Iterator[str]:
    """Whether cycles are searched for; as it was before, afterwards."""
    before = gc.isenabled()
    (gc.enable if request.param == "on" else gc.disable)()
    yield request.param
    (gc.enable if before else gc.disable)()


def test_search_goes_on_as_before(state: str) -> None:
    with collector_paused():
        assert not gc.isenabled()
    assert gc.isenabled() == (state == "on")


def test_search_goes_on_after_an_error(state: str) -> None:
    with pytest.raises(ValueError, match="damaged"), collector_paused():
        raise ValueError("damaged")
    assert gc.isenabled() == (state == "on")
