"""The job store, a verb each: enqueue, claim, renew, settle, rescue, and what operators ask.

PENDING -> PROCESSING (claim) -> COMPLETED, FAILED or PENDING again (settle, rescue). A claim is
fenced by its token: whoever lost it writes nothing. The database's clock judges what is due.
"""

from reqx.store.jobs.claim import claim
from reqx.store.jobs.enqueue import enqueue
from reqx.store.jobs.leases import Held, held, renew, rescue
from reqx.store.jobs.lookup import get, history, latest, live, payload
from reqx.store.jobs.settle import settle
from reqx.store.jobs.stats import Pending, counts, pending
from reqx.store.jobs.triage import count, find, ids, retry

__all__ = [
    "Held",
    "Pending",
    "claim",
    "count",
    "counts",
    "enqueue",
    "find",
    "get",
    "held",
    "history",
    "ids",
    "latest",
    "live",
    "payload",
    "pending",
    "renew",
    "rescue",
    "retry",
    "settle",
]
