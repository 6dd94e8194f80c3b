"""A look at the model before anything depends on it."""

from contextlib import closing

from reqx.extraction.llm.batches import Batches
from reqx.extraction.llm.client import Client
from reqx.extraction.llm.outcomes import Outcome
from reqx.extraction.llm.probe import probe
from reqx.extraction.llm.questions import Capability
from reqx.store import Store
from reqx.worker.llm.desk import Desk
from reqx.worker.llm.faults import error_of
from reqx.worker.llm.terms import Terms


def examine(store: Store, terms: Terms) -> tuple[Capability, bool]:
    """Ask the model what it takes, and write it down for all workers; also whether it has batches.

    Raises what a worker would end with: ConfigurationError for a key, a model or an address that is
    wrong, EndpointUnavailable, RateLimited.
    """
    with closing(Client(terms.endpoint)) as client:
        found = probe(client, within_seconds=terms.call_seconds)
        if isinstance(found, Outcome):
            raise error_of(found, terms.endpoint)
        offered = Batches(client, within_seconds=terms.call_seconds).are_offered()
    Desk(store, terms, "checkup").learn(found)
    return found, offered is True
