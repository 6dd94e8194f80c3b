"""Brings a test's database to a schema of before."""

from alembic import command

from reqx.store import Transaction, revisions


def bring(tx: Transaction, to: str, *, before: str | None = None) -> None:
    """Run the migrations from the revision `before` (None: an empty database) to another."""
    # As `upgrade` does: Alembic leaves a transaction that has begun to whoever began it.
    assert revisions.current(tx) == before
    config = revisions._config()
    config.attributes["connection"] = tx.connection
    command.upgrade(config, to)
