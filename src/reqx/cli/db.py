"""`reqx db`: the database's schema."""

import typer

from reqx.cli import render
from reqx.cli.environment import settings
from reqx.cli.options import Json

app = typer.Typer(help="The database's schema.", no_args_is_help=True, rich_markup_mode=None)


@app.command("upgrade", epilog="Example: reqx db upgrade")
def upgrade() -> None:
    """Bring the schema to this version's. Safe to repeat."""
    from reqx.store import connect  # noqa: PLC0415 - start-up

    settings().make_home()
    store = connect(settings().database_url)
    try:
        render.say(f"{store.url_safe}: schema {store.upgrade()}")
    finally:
        store.close()


@app.command("status", epilog="Example: reqx db status")
def status(json: Json = False) -> None:
    """Show the schema the database has and the one this version needs."""
    from reqx.store import connect  # noqa: PLC0415 - start-up

    settings().make_home()
    store = connect(settings().database_url)
    try:
        current, head = store.schema()
    finally:
        store.close()
    if json:
        render.json({"url": store.url_safe, "current": current, "head": head})
    else:
        render.say(f"{store.url_safe}: schema {current or 'none'}, this version needs {head}")
