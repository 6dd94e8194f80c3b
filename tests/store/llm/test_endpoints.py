"""What a model takes is known to all workers, until somebody finds out anew."""

from reqx.store import Store
from reqx.store.llm import endpoints
from tests.store.llm.desk import ENDPOINT


def test_what_was_found_last_is_known(store: Store) -> None:
    with store.hold() as tx:
        assert endpoints.find(tx, ENDPOINT) is None
        for mode in ("schema", "prose"):
            endpoints.keep(tx, ENDPOINT, {"mode": mode})
        found = endpoints.find(tx, ENDPOINT)
    assert found is not None
    assert found.capability == {"mode": "prose"}
