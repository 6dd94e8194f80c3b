"""Strings that pdfium writes into a caller's buffer."""

import ctypes
from collections.abc import Callable
from typing import Any

_MAX_BYTES = 200_000
"""More than a person writes into a field."""


def string_from(function: Callable[..., int], *arguments: Any) -> str:  # noqa: ANN401 - ctypes
    """Return the UTF-16 string that `function(*arguments, buffer, bytes)` writes.

    A string that is too long to be a person's is "".
    """
    size = function(*arguments, None, 0)
    if not 2 < size <= _MAX_BYTES:
        return ""
    buffer = ctypes.create_string_buffer(size)
    function(*arguments, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")
