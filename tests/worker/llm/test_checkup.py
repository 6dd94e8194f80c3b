"""A look at the model before anything depends on it: what it takes is known to all workers."""

import pytest

from reqx.errors import ConfigurationError
from reqx.extraction.llm.endpoint import Endpoint
from reqx.extraction.llm.questions import Capability
from reqx.store import Store
from reqx.testing import ScriptedServer, replies
from reqx.worker.llm import Terms, examine
from reqx.worker.llm.desk import Desk
from tests.worker.llm import site


def terms(server: ScriptedServer) -> Terms:
    return Terms(Endpoint(server.base_url, "gpt-4o-mini", site.KEY))


def test_what_the_model_takes_is_found_and_kept(store: Store) -> None:
    with ScriptedServer(lambda _: site.CAPABLE) as server:
        known = terms(server)
        assert examine(store, known) == (Capability(), False)
        assert Desk(store, known, "another run").capability() == Capability()


def test_model_that_refuses_the_key_is_told_and_nothing_kept(store: Store) -> None:
    with ScriptedServer(lambda _: replies.unauthorised(site.KEY)) as server:
        known = terms(server)
        with pytest.raises(ConfigurationError) as told:
            examine(store, known)
        assert site.KEY not in f"{told.value}{told.value.hint}"
        assert Desk(store, known, "another run").capability() is None
