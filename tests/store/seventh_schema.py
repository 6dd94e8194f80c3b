"""Databases as schema 0007 left them: those of 0005, and the keys by which their rows are found."""

from contextlib import closing

from reqx.store import connect
from tests.store import fifth_schema, schemas


def fill(url: str) -> None:
    """Make the tables of 0007 in an empty database, and rows in them."""
    fifth_schema.fill(url)
    with closing(connect(url)) as store, store.begin() as tx:
        schemas.bring(tx, "0007", before="0005")
