"""What a command works with: the settings, the store and the library, opened once, on demand.

Nothing heavy is imported at module level: `reqx --help` reads this file too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from reqx.settings import Settings, load

if TYPE_CHECKING:
    from reqx.intake.library import Library
    from reqx.store import Store


@cache
def settings() -> Settings:
    """Return the settings of this process, read once."""
    return load()


def library() -> "Library":
    """Return the library of document bytes."""
    from reqx.intake.library import Library  # noqa: PLC0415

    return Library.at(settings().library_url)


@contextmanager
def open_store() -> Iterator["Store"]:
    """Give the store, with its schema ready; close it at the end."""
    from reqx.store import connect  # noqa: PLC0415

    settings().make_home()
    store = connect(settings().database_url)
    try:
        store.prepare()
        yield store
    finally:
        store.close()
