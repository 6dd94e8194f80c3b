"""What a command works with: the settings, the store and the library, opened once, on demand.

Nothing heavy is imported at module level: `reqx --help` reads this file too.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from typing import TYPE_CHECKING

from reqx.settings import Settings, load

if TYPE_CHECKING:
    from reqx.intake.library import Library
    from reqx.parsing.sandbox import Limits
    from reqx.store import Store


@cache
def settings() -> Settings:
    """Return the settings of this process, read once."""
    return load()


def library() -> "Library":
    """Return the library of document bytes."""
    from reqx.intake.library import Library  # noqa: PLC0415

    return Library.at(settings().library_url)


def limits_of(values: Settings) -> "Limits":
    """Return what reading one document may use."""
    from reqx.parsing.sandbox import Limits  # noqa: PLC0415

    return Limits(
        min(values.document_timeout_seconds, values.deadline_seconds),
        values.document_memory_mb,
        values.document_cpu_seconds,
        values.document_output_mb,
    )


@contextmanager
def open_store() -> Iterator["Store"]:
    """Give the store, with its schema ready; close it at the end."""
    with open_database() as store:
        store.prepare()
        yield store


@contextmanager
def open_database() -> Iterator["Store"]:
    """Give the store with whatever schema its database has; close it at the end."""
    from reqx.store import connect  # noqa: PLC0415

    wanted = settings()
    wanted.make_home()
    store = connect(
        wanted.database_url,
        is_notifying=wanted.notify,
        synchronous=wanted.sqlite_synchronous,
    )
    with closing(store):
        yield store
