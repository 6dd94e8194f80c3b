"""One document from bytes to grounded requirements: parse, extract, ground. No database.

The functions are named by who starts a document's process, and run in it: the rules and what else
they need is imported there, where it is mostly there already (`reqx.warm`).
"""

from typing import TYPE_CHECKING

from reqx.pipeline.tasks import Doubt, OnProgress, Processed, Task

if TYPE_CHECKING:
    from reqx.extraction.rules.explanation import Explanation

__all__ = ["Doubt", "OnProgress", "Processed", "Task", "explain", "process"]


def process(task: Task, on_progress: OnProgress) -> Processed:
    """Read the document and find its requirements; report pages as they are read.

    Offline in any case: what a model is asked about is in the `brief`. Raises a `DocumentError` for
    a document that cannot be read, `ConfigurationError` for an extractor that does not exist.
    """
    from reqx.pipeline import offline  # noqa: PLC0415 - see the module docstring

    return offline.process(task, on_progress)


def explain(doubt: Doubt, on_progress: OnProgress) -> "tuple[Explanation, ...]":
    """Read the document again and say how the rules weigh the statement; empty: not cut so now.

    Raises a `DocumentError` for a document that cannot be read.
    """
    from reqx.pipeline import offline  # noqa: PLC0415 - see the module docstring

    return offline.explain(doubt, on_progress)
