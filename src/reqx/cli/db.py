"""`reqx db`: the database's schema."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import typer

from reqx.cli import render
from reqx.cli.environment import settings
from reqx.cli.options import Json

if TYPE_CHECKING:
    from reqx.store import Store

app = typer.Typer(help="The database's schema.", no_args_is_help=True, rich_markup_mode=None)


@app.command("upgrade", epilog="Example: reqx db upgrade")
def upgrade() -> None:
    """Bring the schema to this version's. Safe to repeat."""
    with _unprepared() as store:
        render.say(f"{store.url_safe}: schema {store.upgrade()}")


@app.command("status", epilog="Example: reqx db status")
def status(json: Json = False) -> None:
    """Show the schema the database has and the one this version needs."""
    with _unprepared() as store:
        current, head = store.schema()
    if json:
        render.json({"url": store.url_safe, "current": current, "head": head})
    else:
        render.say(f"{store.url_safe}: schema {current or 'none'}, this version needs {head}")


@contextmanager
def _unprepared() -> Iterator["Store"]:
    """Give the store with whatever schema its database has."""
    from reqx.store import connect  # noqa: PLC0415 - start-up

    settings().make_home()
    with closing(connect(settings().database_url)) as store:
        yield store
