"""What can still be read of a document that was too much for its child at one page.

Most of a tender, and word of what is missing, is worth more than none of it. A page on which a
reader hangs or fills its memory does so each time: the document is read again without it in the
same try. A death may be the machine's doing, so after one each try of a job but the last reads all
pages.

A try is bounded all the same. When its readings have taken as long as one may, all that follows the
page is left out, and that reading may take twice as long; when they have taken twice that, no other
is begun. So the whole try takes four times the limit of one document at most.
"""

from dataclasses import dataclass, replace

from reqx.errors import OutOfMemory, TimedOut
from reqx.model.backoff import Backoff
from reqx.model.jobs import Claim, Failure, JobStatus, Outcome, ProcessDied, Progress
from reqx.parsing import PDF
from reqx.parsing.sandbox import Limits
from reqx.store.jobs import judge

_MAX_PAGES = 10
"""How many pages are left out one by one."""

_PAGE_SHARE = 4
_LEAST_PAGE_SECONDS = 30.0
"""A page may be silent for a quarter of the document's time, but so long in any case: OCR is."""


@dataclass(frozen=True, slots=True)
class Again:
    """How a document is read once more: without these pages, under these limits."""

    left_out: frozenset[int]
    limits: Limits


def page_seconds(limits: Limits) -> float:
    """Return how long one page may take."""
    return max(limits.seconds / _PAGE_SHARE, min(limits.seconds, _LEAST_PAGE_SECONDS))


def page_at(claim: Claim, report: Progress | None) -> int | None:
    """Return the number of the page being read, None when none is: only PDF is read so."""
    if claim.media_type != PDF or report is None or report.phase != "parse":
        return None
    return report.done + 1 if report.total and report.done < report.total else None


def again(
    claim: Claim, ended: Outcome, report: Progress | None, before: Again, seconds: float
) -> Again | None:
    """Return how to read a document once more in the same try; None: not at all.

    `report` is the last word of the child that ended so, `before` how it was told to read, its
    `limits` those of a first reading; `seconds` is what the try has taken.
    """
    page, limits = page_at(claim, report), before.limits
    is_over = seconds >= 2 * limits.seconds
    if page is None or report is None or is_over or not _is_of_page(claim, ended):
        return None
    is_late = seconds >= limits.seconds or len(before.left_out) >= _MAX_PAGES
    last = report.total if is_late and report.total else page
    pages = frozenset(range(page, last + 1))
    if pages <= before.left_out:
        return None
    return Again(before.left_out | pages, _longer(limits) if is_late else limits)


def _longer(limits: Limits) -> Limits:
    return replace(limits, seconds=2 * limits.seconds, cpu_seconds=2 * limits.cpu_seconds)


def _is_of_page(claim: Claim, ended: Outcome) -> bool:
    """Return whether the page at which a child ended so is not worth another try."""
    match ended:
        case Failure(TimedOut() | OutOfMemory()):
            return True
        case ProcessDied():
            return judge(claim, ended, Backoff()).status is JobStatus.FAILED
        case _:
            return False
