"""Alembic runs this for each command; `revisions` hands over a connection in a transaction."""

from alembic import context

from reqx.store.dialects import complete
from reqx.store.revisions import VERSION_TABLE
from reqx.store.schema import metadata

complete(metadata)
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
)
with context.begin_transaction():
    context.run_migrations()
