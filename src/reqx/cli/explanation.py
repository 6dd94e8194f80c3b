"""Why a statement is a row: its document is read again, under the limits of a worker's."""

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from reqx.cli import render, table
from reqx.cli.environment import library, limits_of, settings
from reqx.cli.table import Column
from reqx.errors import NotFound, ReqxError
from reqx.extraction import LLM
from reqx.model import records

if TYPE_CHECKING:
    from reqx.extraction.rules.explanation import Contribution, Explanation
    from reqx.pipeline import Doubt
    from reqx.store.requirements import Located

_POLL_SECONDS = 0.2

COLUMNS: "tuple[Column[Contribution], ...]" = (
    Column("Amount", lambda row: f"{row.amount:+.2f}"),
    Column("Value", lambda row: f"{row.value:.2f}"),
    Column("Weight", lambda row: f"{row.weight:+.2f}"),
    Column("What the statement does or is", lambda row: row.words, folds=True),
)


@dataclass(frozen=True, slots=True)
class Weighing:
    """How the rules weigh a statement, or why that cannot be said; `is_asked`: a model found it."""

    found: "Explanation | ReqxError"
    is_asked: bool = False

    def record(self) -> records.Record:
        """Return it for programs: the sum and its parts, or an `error` record."""
        if isinstance(self.found, ReqxError):
            return render.problem(self.found)
        return {
            "bias": self.found.bias,
            "contributions": [asdict(each) for each in self.found.contributions],
            "sum": self.found.total,
            "probability": self.found.probability,
            "confidence": self.found.confidence,
            "is_kept": self.found.is_kept,
        }

    def show(self) -> None:
        """Print the parts of the sum, the heaviest first, and what it comes to."""
        if isinstance(self.found, ReqxError):
            render.say(f"Why cannot be said: {self.found.message}. {self.found.hint or ''}")
            return
        if self.is_asked:
            render.say("A language model found this one. By the rules it would be weighed so:")
        table.show(self.found.contributions, COLUMNS)
        for line in _ending(self.found):
            render.say(line)


def weigh(found: "Located") -> Weighing:
    """Weigh a requirement again; an error says that its file is gone, or is read otherwise now."""
    is_asked = found.requirement.extractor == LLM
    try:
        return Weighing(_explained(found), is_asked)
    except ReqxError as error:
        return Weighing(error, is_asked)


def _explained(found: "Located") -> "Explanation":
    from reqx.extraction import RULES  # noqa: PLC0415 - start-up
    from reqx.parsing.ocr import Ocr  # noqa: PLC0415 - start-up
    from reqx.pipeline import Doubt, Task  # noqa: PLC0415 - start-up

    document, values = found.document, settings()
    path = library().path(document.fingerprint)
    task = Task(
        path, document.name, document.media_type, document.fingerprint, RULES, ocr=Ocr(values.ocr)
    )
    doubt = Doubt(task, found.requirement.start, found.requirement.end)
    found_again = _read(doubt, document.name)
    if not found_again:
        raise NotFound(
            "this version of reqx, with these settings, does not cut that statement from it",
            hint=f"Read it again: reqx enqueue {document.id} --force",
        )
    return found_again[0]


def _read(doubt: "Doubt", name: str) -> "tuple[Explanation, ...]":
    from multiprocessing.connection import wait  # noqa: PLC0415 - start-up

    from reqx.model.jobs import Progress  # noqa: PLC0415 - start-up
    from reqx.parsing.sandbox import Sandbox  # noqa: PLC0415 - start-up
    from reqx.pipeline import explain  # noqa: PLC0415 - start-up

    sandbox: Sandbox[Doubt, Progress, tuple[Explanation, ...]] = Sandbox(explain)
    child = sandbox.start(doubt, name, limits_of(settings()))
    try:
        while child.is_running:
            wait([child.connection], _POLL_SECONDS)
            child.poll()
    finally:
        if child.is_running:
            child.kill()
    if child.fault is not None:
        raise child.fault.error
    return child.result or ()


def _ending(found: "Explanation") -> list[str]:
    begin = f"{found.bias:+.2f} is where every statement begins; the sum is {found.total:+.2f}"
    lines = [f"{begin}, which makes {found.probability:.0%}."]
    if round(found.confidence, 2) > round(found.probability, 2):
        lines.append(
            f"It counts as {found.confidence:.0%} all the same: the document itself says it is one"
            " (a number, mark, column or list), or its words oblige outright."
        )
    if not found.is_kept:
        lines.append("Today this would be no row.")
    return lines
