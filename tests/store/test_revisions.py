import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.engine import Inspector
from sqlalchemy.schema import DropTable

from reqx.errors import SchemaOutdated, StoreError
from reqx.store import Store, documents, revisions, schema
from tests import make


def test_an_empty_database_gets_the_schema(empty_store: Store) -> None:
    assert empty_store.schema() == (None, revisions.HEAD)
    empty_store.prepare()
    assert empty_store.schema() == (revisions.HEAD, revisions.HEAD)
    assert make.document(empty_store).id == 1


def test_the_migrations_make_the_tables_of_the_metadata(empty_store: Store) -> None:
    _migrate(empty_store)
    with empty_store.hold() as tx:
        context = MigrationContext.configure(
            tx.connection,
            opts={"version_table": revisions.VERSION_TABLE},
        )
        assert compare_metadata(context, schema.metadata) == []


def test_a_new_database_is_what_the_migrations_make(empty_store: Store) -> None:
    empty_store.prepare()
    made, revision = _described(empty_store), empty_store.schema()
    with empty_store.begin() as tx:
        for table in reversed([*schema.metadata.sorted_tables, revisions._VERSIONS]):
            tx.run(DropTable(table))
    _migrate(empty_store)
    assert empty_store.schema() == revision
    assert _described(empty_store) == made


def _migrate(store: Store) -> None:
    with store.begin() as tx:
        # As `upgrade` does: Alembic leaves a transaction that has begun to whoever began it.
        assert revisions.current(tx) is None
        revisions._migrate(tx)


def _described(store: Store) -> dict[str, dict[str, list[str]]]:
    """Return, by table, what it is made of; not in which order, nor with which spaces."""
    with store.hold() as tx:
        found = inspect(tx.connection)
        return {table: dict(_parts(found, table)) for table in found.get_table_names()}


def _parts(found: Inspector, table: str) -> Iterator[tuple[str, list[str]]]:
    yield "primary key", [str(found.get_pk_constraint(table))]
    yield "options", [_in_words(found.get_table_options(table))]
    for part in ("columns", "foreign_keys", "unique_constraints", "check_constraints", "indexes"):
        each = getattr(found, f"get_{part}")(table)
        yield part, sorted(_in_words(one) for one in each)


def _in_words(said: object) -> str:
    if isinstance(said, dict):
        return str({name: _in_words(value) for name, value in sorted(said.items())})
    return re.sub(r"\s", "", str(said))


def test_no_index_of_the_queue_holds_live_and_finished_rows(store: Store) -> None:
    with store.hold() as tx:
        indexes = inspect(tx.connection).get_indexes("jobs")
    conditions = {
        index["name"]: str(condition)
        for index in indexes
        for option, condition in index["dialect_options"].items()
        if option.endswith("_where")
    }
    assert conditions.keys() == {
        "jobs_ready",
        "jobs_lease",
        "jobs_unique",
        "jobs_document",
        "jobs_finished",
    }
    assert all("status" in condition for condition in conditions.values())


def test_head_is_the_newest_migration() -> None:
    assert ScriptDirectory.from_config(revisions._config()).get_current_head() == revisions.HEAD


def test_a_current_database_is_left_alone(store: Store) -> None:
    document = make.document(store)
    store.prepare()
    assert store.upgrade() == revisions.HEAD
    with store.read() as tx:
        assert documents.get(tx, document.id) == document


@pytest.fixture
def own_store(empty_store: Store) -> Store:
    """Give a database with the schema that the test may change."""
    empty_store.prepare()
    return empty_store


def test_a_newer_schema_is_refused(own_store: Store) -> None:
    with own_store.begin() as tx:
        tx.run(text("UPDATE reqx_schema SET version_num = '9999'"))
    for refused in (own_store.prepare, own_store.upgrade):
        with pytest.raises(SchemaOutdated, match="newer than"):
            refused()
    assert own_store.schema() == ("9999", revisions.HEAD)


NEXT = f"""
import sqlalchemy as sa
from alembic import op

revision = "9998"
down_revision = "{revisions.HEAD}"


def upgrade() -> None:
    op.add_column("documents", sa.Column("colour", sa.Text()))
"""


@pytest.fixture
def old_store(own_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Give a database made by the version of reqx before this one, whose revision is 9998."""
    folder = tmp_path / "migrations 100%"
    shutil.copytree(revisions.MIGRATIONS, folder)
    (folder / "versions" / "9998_colour.py").write_text(NEXT)
    monkeypatch.setattr(revisions, "MIGRATIONS", folder)
    monkeypatch.setattr(revisions, "HEAD", "9998")
    return own_store


@pytest.mark.parametrize("empty_url", ["sqlite"], indirect=True)
def test_an_older_sqlite_schema_is_upgraded_at_first_use(old_store: Store) -> None:
    old_store.prepare()
    assert old_store.schema() == ("9998", "9998")
    assert make.document(old_store).id == 1


@pytest.mark.parametrize("empty_url", ["postgresql"], indirect=True)
def test_an_older_postgresql_schema_is_upgraded_on_command(old_store: Store) -> None:
    with pytest.raises(SchemaOutdated, match=r"has schema \d+, .* needs 9998") as error:
        old_store.prepare()
    assert "reqx db upgrade" in error.value.hint
    assert old_store.upgrade() == "9998" == old_store.schema()[0]
    old_store.prepare()


def test_a_schema_that_moves_on_is_noticed(own_store: Store) -> None:
    with own_store.hold() as tx:
        assert own_store.is_current(tx)
        tx.run(text("UPDATE reqx_schema SET version_num = '9999'"))
        assert not own_store.is_current(tx)


def test_an_empty_database_is_not_current_nor_foreign(empty_store: Store) -> None:
    with empty_store.hold() as tx:
        assert not empty_store.is_current(tx)
    assert not empty_store.is_foreign()


def test_a_database_of_another_program_is_refused(empty_store: Store) -> None:
    with empty_store.begin() as tx:
        tx.run(text("CREATE TABLE invoices (id integer)"))
    for refused in (empty_store.prepare, empty_store.upgrade):
        with pytest.raises(SchemaOutdated, match="another program"):
            refused()
    assert empty_store.is_foreign()


def test_a_migration_that_fails_leaves_the_database_as_it_was(empty_store: Store) -> None:
    with empty_store.begin() as tx:
        # In the way of the table that is made last.
        tx.run(text("CREATE VIEW workers AS SELECT 1"))
    with pytest.raises(StoreError):
        empty_store.prepare()
    with empty_store.hold() as tx:
        assert inspect(tx.connection).get_table_names() == []


def test_a_current_database_is_opened_without_alembic(url: str) -> None:
    code = (
        "import sys; from reqx.store import connect; store = connect(sys.argv[1]);"
        "store.prepare(); store.close(); sys.exit('alembic' in sys.modules)"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    subprocess.run([sys.executable, "-c", code, url], check=True, env=environment)
