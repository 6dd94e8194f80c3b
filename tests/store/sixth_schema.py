"""Databases as schema 0006 left them: those of 0004, and what a model was found to take."""

from contextlib import closing

from reqx.store import connect
from reqx.store.llm import endpoints
from tests.store import fourth_schema, schemas
from tests.store.llm.desk import ENDPOINT


def fill(url: str) -> None:
    """Make the tables of 0006 in an empty database, and rows in them."""
    fourth_schema.fill(url)
    with closing(connect(url)) as store, store.begin() as tx:
        schemas.bring(tx, "0006", before="0004")
        endpoints.keep(tx, ENDPOINT, {"mode": "schema"})
