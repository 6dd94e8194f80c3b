"""Databases as schema 0007 left them: those of 0005, and the keys by which their rows are found."""

from contextlib import closing

from alembic import command

from reqx.store import connect, revisions
from tests.store import fifth_schema


def fill(url: str) -> None:
    """Make the tables of 0007 in an empty database, and rows in them."""
    fifth_schema.fill(url)
    with closing(connect(url)) as store, store.begin() as tx:
        # As `upgrade` does: Alembic leaves a transaction that has begun to whoever began it.
        assert revisions.current(tx) == "0005"
        config = revisions._config()
        config.attributes["connection"] = tx.connection
        command.upgrade(config, "0007")
