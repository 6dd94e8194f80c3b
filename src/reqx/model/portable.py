"""What goes from process to process by the thousand."""

from collections.abc import Callable
from functools import cache
from operator import attrgetter


class Portable:
    """A dataclass of several fields, pickled as its class and their values in their order.

    What `dataclasses` does by itself for those with slots asks each object for its fields anew,
    when it is written and when it is read: that took nearly three times as long.
    """

    __slots__ = ()
    __match_args__: tuple[str, ...]

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        """Say what makes an equal one."""
        kind = type(self)
        return kind, _values(kind)(self)  # type: ignore[arg-type]  # a class can be hashed


@cache
def _values(kind: type[Portable]) -> Callable[[Portable], tuple[object, ...]]:
    return attrgetter(*kind.__match_args__)
