"""`reqx db`: the database's schema."""

import typer

from reqx.cli import render
from reqx.cli.environment import open_database
from reqx.cli.options import Json

app = typer.Typer(help="The database's schema.", no_args_is_help=True, rich_markup_mode=None)


@app.command("upgrade", epilog="Example: reqx db upgrade")
def upgrade() -> None:
    """Bring the schema to this version's.

    Safe to repeat, and while workers run: it happens whole or not at all.
    """
    with open_database() as store:
        render.say(f"{store.url_safe}: schema {store.upgrade()}")


@app.command("status", epilog="Example: reqx db status")
def status(json: Json = False) -> None:
    """Show the schema the database has and the one this version needs."""
    with open_database() as store:
        current, head = store.schema()
        is_foreign = current is None and store.is_foreign()
        url = store.url_safe
    if json:
        render.json({"url": url, "current": current, "head": head, "foreign": is_foreign})
    else:
        found = "tables of another program" if is_foreign else f"schema {current or 'none'}"
        render.say(f"{url}: {found}, this version needs {head}")
