"""What operators decide about the jobs of a type: whether to start any, and how many at once.

`jobs.claim` heeds it. A type without a row here has no policy.
"""

from typing import Any

from sqlalchemy import RowMapping, and_, bindparam, null, or_, select

from reqx.errors import UsageError
from reqx.model.jobs import EXTRACT_REQUIREMENTS
from reqx.model.limits import Policy
from reqx.store import dialects
from reqx.store.dialects import ByDialect
from reqx.store.expressions import NOW, later
from reqx.store.schema import queues
from reqx.store.transaction import Transaction

NAME = bindparam("queue", type_=queues.c.name.type)


def _set(**values: Any) -> ByDialect[Any]:  # noqa: ANN401 - expressions of any type
    """Return the statement that gives a type's row these values, for each database."""
    return ByDialect(
        lambda dialect: (
            dialects.insert(dialect, queues)
            .values(name=NAME, **values)
            .on_conflict_do_update(index_elements=[queues.c.name], set_=values)
        )
    )


PAUSE = _set(paused_at=NOW, paused_until=later("seconds"))
RESUME = _set(paused_at=null(), paused_until=null())
LIMIT = _set(max_running=bindparam("limit", type_=queues.c.max_running.type))

IS_PAUSED = and_(
    queues.c.paused_at.is_not(null()),
    or_(queues.c.paused_until.is_(null()), queues.c.paused_until > NOW),
)
POLICY = select(queues, IS_PAUSED.label("is_paused")).where(queues.c.name == NAME)


def policy(tx: Transaction, name: str = EXTRACT_REQUIREMENTS) -> Policy:
    """Return what holds now for the jobs of a type."""
    for row in tx.records(POLICY, {"queue": name}):
        return _policy(row)
    return Policy(name)


def pause(tx: Transaction, seconds: float | None, name: str = EXTRACT_REQUIREMENTS) -> None:
    """Start no job of the type for so long (None: until it is resumed); those running go on."""
    tx.run(PAUSE[tx.dialect], {"queue": name, "seconds": seconds})


def resume(tx: Transaction, name: str = EXTRACT_REQUIREMENTS) -> None:
    """Start jobs of the type again."""
    tx.run(RESUME[tx.dialect], {"queue": name})


def limit(tx: Transaction, max_running: int | None, name: str = EXTRACT_REQUIREMENTS) -> None:
    """Let at most so many jobs of the type run at once, on all workers together; None: no limit.

    More than that go on if they run already. UsageError for a limit below 1.
    """
    if max_running is not None and max_running < 1:
        raise UsageError(
            f"at most {max_running} running jobs", hint="To start none: reqx workers pause"
        )
    tx.run(LIMIT[tx.dialect], {"queue": name, "limit": max_running})


def _policy(row: RowMapping) -> Policy:
    is_paused = bool(row["is_paused"])
    until = row["paused_until"] if is_paused else None
    return Policy(row["name"], is_paused, until, row["max_running"])
