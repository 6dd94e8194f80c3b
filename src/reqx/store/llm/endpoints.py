"""What models were found to take, so that a worker need not ask again when it starts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from reqx.store import dialects
from reqx.store.dialects import ByDialect
from reqx.store.expressions import NOW
from reqx.store.llm.records import Endpoint
from reqx.store.llm.tables import llm_endpoints
from reqx.store.transaction import Transaction

c = llm_endpoints.c
CAPABILITY = bindparam("found", type_=c.capability.type)
KEEP = ByDialect(
    lambda dialect: (
        dialects.insert(dialect, llm_endpoints)
        .values(
            endpoint=bindparam("url", type_=c.endpoint.type),
            model=bindparam("of_model", type_=c.model.type),
            capability=CAPABILITY,
            probed_at=NOW,
        )
        .on_conflict_do_update(
            index_elements=[c.endpoint, c.model], set_={"capability": CAPABILITY, "probed_at": NOW}
        )
    )
)
FIND = select(llm_endpoints).where(
    c.endpoint == bindparam("url", type_=c.endpoint.type),
    c.model == bindparam("of_model", type_=c.model.type),
)


@dataclass(frozen=True, slots=True)
class Probed:
    """What was found, in the words of whoever asked, and when."""

    capability: Mapping[str, object]
    probed_at: datetime


def keep(tx: Transaction, endpoint: Endpoint, capability: Mapping[str, object]) -> None:
    """Write what the model takes, in the place of what was known."""
    tx.run(KEEP[tx.dialect], _key(endpoint) | {"found": dict(capability)})


def find(tx: Transaction, endpoint: Endpoint) -> Probed | None:
    """Return what is known of the model at this server, None when nobody has asked it."""
    for row in tx.records(FIND, _key(endpoint)):
        return Probed(row["capability"], row["probed_at"])
    return None


def _key(endpoint: Endpoint) -> dict[str, object]:
    return {"url": endpoint.url, "of_model": endpoint.model}
