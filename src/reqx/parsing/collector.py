"""Python's search for unreachable cycles, put off while a document is read.

A reader may make hundreds of thousands of objects that live until its document is whole, and hardly
a cycle among them: each search walks over what has been read so far and finds nothing. Not for a
reader that hands pictures to a library (OCR): what that leaves in cycles is large.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Search for no cycles within; go on afterwards if that was so before."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
