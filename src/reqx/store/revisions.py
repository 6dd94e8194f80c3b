"""Which revision the schema has, and how it gets to this version's. Alembic is loaded on demand."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import (
    BigInteger,
    Column,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    cast,
    func,
    insert,
    inspect,
    literal,
    select,
)

from reqx.errors import SchemaOutdated
from reqx.store.dialects import complete
from reqx.store.schema import metadata
from reqx.store.transaction import Transaction

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0008"
"""The newest file of migrations/versions."""

MIGRATIONS = Path(__file__).parent / "migrations"

VERSION_TABLE = "reqx_schema"
"""Our own name: a database with another program's alembic_version is not taken for ours."""

_VERSIONS = Table(
    VERSION_TABLE,
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name=f"{VERSION_TABLE}_pkc"),
)
"""As Alembic makes it."""

CURRENT = select(_VERSIONS.c.version_num)
LOCK = select(func.pg_advisory_xact_lock(cast(literal(0x72657178), BigInteger)))


def prepare(tx: Transaction, name: str) -> None:
    """Do what `Store.prepare` says; `name` is the database's URL without the password."""
    if is_current(tx):
        return
    revision = current(tx)
    if revision is None or (tx.dialect == "sqlite" and _is_older(revision)):
        upgrade(tx, name)
    elif revision != HEAD:
        raise _outdated(revision, name)


def upgrade(tx: Transaction, name: str) -> str:
    """Make the tables, or run the migrations that are missing: all or none.

    Processes doing it at once take turns.
    """
    with tx.atomic():
        if tx.dialect == "postgresql":
            tx.run(LOCK)
        revision = current(tx)
        if revision is None:
            _refuse_foreign(tx, name)
            _create(tx)
            return HEAD
        if revision != HEAD and not _is_older(revision):
            raise _outdated(revision, name)
        _migrate(tx)
    return HEAD


def current(tx: Transaction) -> str | None:
    """Return the database's revision, None when it has none."""
    if not inspect(tx.connection).has_table(VERSION_TABLE):
        return None
    revision: str | None = tx.value(CURRENT)
    return revision


def is_current(tx: Transaction) -> bool:
    """Return whether the revision is this version's.

    It asks for the revision without looking for its table first: the usual case is one SELECT.
    """
    try:
        return bool(tx.value(CURRENT) == HEAD)
    except SchemaOutdated:
        return False


def is_foreign(tx: Transaction) -> bool:
    """Return whether there are tables, but not ours."""
    tables = inspect(tx.connection).get_table_names()
    return bool(tables) and VERSION_TABLE not in tables


def _refuse_foreign(tx: Transaction, name: str) -> None:
    """Refuse a database that holds tables, but not ours."""
    if is_foreign(tx):
        raise SchemaOutdated(
            f"the database {name} holds tables of another program",
            hint="Point REQX_DATABASE_URL at an empty database or one of reqx.",
        )


def _is_older(revision: str) -> bool:
    """Return whether this version knows the revision as one before its own."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - slow, and rarely needed

    scripts = ScriptDirectory.from_config(_config())
    return revision in {script.revision for script in scripts.walk_revisions()} - {HEAD}


def _outdated(revision: str, name: str) -> SchemaOutdated:
    if _is_older(revision):
        return SchemaOutdated(
            f"the database {name} has schema {revision}, this version of reqx needs {HEAD}",
            hint="Run `reqx db upgrade`; workers of the version before may go on meanwhile.",
        )
    return SchemaOutdated(
        f"the database {name} has schema {revision}, which is newer than {HEAD},"
        " the newest this version of reqx knows",
        hint="Install the version of reqx that the other workers run.",
    )


def _create(tx: Transaction) -> None:
    """Make all tables at once, as the migrations would one after the other (a test compares).

    A new database would else wait ten times as long, and for Alembic's import.
    """
    if tx.dialect == "postgresql":
        complete(metadata)
    for tables in (metadata, _VERSIONS.metadata):
        tables.create_all(tx.connection, checkfirst=False)
    tx.run(insert(_VERSIONS).values(version_num=HEAD))


def _migrate(tx: Transaction) -> None:
    from alembic import command  # noqa: PLC0415 - slow, and rarely needed

    config = _config()
    config.attributes["connection"] = tx.connection
    command.upgrade(config, "head")


def _config() -> "Config":
    from alembic.config import Config  # noqa: PLC0415 - slow, and rarely needed

    config = Config()
    # In an .ini value % begins an interpolation.
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config
