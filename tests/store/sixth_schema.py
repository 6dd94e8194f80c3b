"""Databases as schema 0006 left them: those of 0004, and what a model was found to take."""

from contextlib import closing

from alembic import command

from reqx.store import connect, revisions
from reqx.store.llm import endpoints
from tests.store import fourth_schema
from tests.store.llm.desk import ENDPOINT


def fill(url: str) -> None:
    """Make the tables of 0006 in an empty database, and rows in them."""
    fourth_schema.fill(url)
    with closing(connect(url)) as store, store.begin() as tx:
        # As `upgrade` does: Alembic leaves a transaction that has begun to whoever began it.
        assert revisions.current(tx) == "0004"
        config = revisions._config()
        config.attributes["connection"] = tx.connection
        command.upgrade(config, "0006")
        endpoints.keep(tx, ENDPOINT, {"mode": "schema"})
