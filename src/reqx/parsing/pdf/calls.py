"""pdfium's functions, called by the hundred: a page has thousands of characters and objects.

A loop of Python would cost more than the answers, so such calls are strung together by `map`. What
ctypes does for a call is most of its price: no thread may run beside pdfium, so the interpreter's
lock stays with it, and what is not declared need not be converted.
"""

import ctypes
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from typing import Any

_CALLS = 1024
"""Made in one go: as many references are kept."""


def direct(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:  # noqa: ANN401 - ctypes
    """Return one of pdfium's functions, taking and giving plain addresses.

    What has no type among `arguments` may be integers of C's `int`, pointers and references alone,
    at half the price of a call; references are the cheapest.
    """
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


def memory(kind: str, count: int) -> tuple["array[Any]", Sequence[Any]]:
    """Return so many numbers of that kind of `array`, and references for a call to write to."""
    cells = array(kind, [0] * count)
    written = (ctypes.c_char * (count * cells.itemsize)).from_buffer(cells)
    return cells, [ctypes.byref(written, place * cells.itemsize) for place in range(count)]


def run(calls: Iterable[object]) -> None:
    """Make the calls for what they write."""
    deque(calls, maxlen=0)


class Cells:
    """Memory that many calls write their numbers into, `width` each, and the references to it.

    `kind` is that of `array`: "d" or "f". A call gets a reference to each of `parts`, the places of
    its numbers; one to the first is enough for a structure.
    """

    def __init__(self, kind: str, width: int, parts: Sequence[int] = (0,)) -> None:
        number = {"d": ctypes.c_double, "f": ctypes.c_float}[kind]
        size = ctypes.sizeof(number)
        self._kind, self._bytes = kind, width * size
        self._memory = ctypes.create_string_buffer(_CALLS * self._bytes)
        self._references = [
            [ctypes.byref(self._memory, call * self._bytes + part * size) for call in range(_CALLS)]
            for part in parts
        ]

    def of(self, function: Callable[..., Any], owner: object, indices: Sequence[int]) -> Any:  # noqa: ANN401 - an array of either kind
        """Return, as one array, what `function(owner, index, *references)` writes for each index.

        Zeros for a call that writes nothing.
        """
        found = array(self._kind)
        for start in range(0, len(indices), _CALLS):
            some = indices[start : start + _CALLS]
            used = len(some) * self._bytes
            ctypes.memset(self._memory, 0, used)
            run(map(function, repeat(owner), some, *self._references))
            found.frombytes(memoryview(self._memory)[:used])
        return found
