"""What can still be read of a document that was too much for its child at one page.

A death or a time-out may be the machine's doing, so each try of a job reads all pages. When the
last of them would end the job, the document is read once more without the page that stopped it:
most of a tender, and word of what is missing, is worth more than none of it.
"""

from reqx.errors import Crashed, OutOfMemory, TimedOut
from reqx.model.backoff import Backoff
from reqx.model.jobs import Claim, Failure, JobStatus, Outcome, ProcessDied, Progress
from reqx.store.jobs import judge

_MAX_CRASHES = 10
_MAX_SLOW = 1
"""A page that is waited for costs the whole time limit; one that crashes costs nothing."""


def pages_to_leave_out(
    claim: Claim, ended: Outcome, report: Progress | None, left_out: frozenset[int]
) -> frozenset[int]:
    """Return the pages without which to read the document again in the same try; none: not at all.

    `report` is the last word of the child that ended so, `left_out` what it had not to read. After
    several pages of that kind all that follow are left out, which ends it.
    """
    page = _page_at(report)
    is_of_page = page and isinstance(ended, Failure | ProcessDied) and _stops_a_reader(ended)
    if not is_of_page or judge(claim, ended, Backoff()).status is not JobStatus.FAILED:
        return frozenset()
    assert page is not None
    assert report is not None
    most = _MAX_CRASHES if isinstance(ended, ProcessDied) else _MAX_SLOW
    last = page if len(left_out) < most else report.total or page
    pages = frozenset(range(page, last + 1))
    return frozenset() if pages <= left_out else left_out | pages


def _stops_a_reader(ended: Failure | ProcessDied) -> bool:
    return isinstance(ended.error, Crashed | OutOfMemory | TimedOut)


def _page_at(report: Progress | None) -> int | None:
    """Return the number of the page being read, None when none was."""
    if report is None or report.phase != "parse" or report.total is None:
        return None
    return report.done + 1 if report.done < report.total else None
