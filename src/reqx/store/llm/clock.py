"""The database's clock as a number, for sums of many small times."""

from sqlalchemy import Float
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class Clock(FunctionElement[float]):
    """Seconds since 1970 at the start of the statement."""

    type = Float()
    inherit_cache = True


CLOCK = Clock()


@compiles(Clock)
def _clock(element: Clock, compiler: SQLCompiler, **options: object) -> str:  # noqa: ARG001 - SQLAlchemy's signature
    return "CAST(extract(epoch FROM statement_timestamp()) AS DOUBLE PRECISION)"


@compiles(Clock, "sqlite")
def _clock_sqlite(element: Clock, compiler: SQLCompiler, **options: object) -> str:  # noqa: ARG001 - SQLAlchemy's signature
    return "((julianday('now') - 2440587.5) * 86400.0)"
