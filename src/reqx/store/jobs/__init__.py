"""The job store, a verb each: enqueue, claim, renew, settle, rescue, and what operators ask.

PENDING -> PROCESSING (claim) -> COMPLETED, FAILED, CANCELLED or PENDING again (settle, rescue). A
claim is fenced by its token: whoever lost it writes nothing. The database's clock judges what is
due.
"""

from reqx.store.jobs import bulk
from reqx.store.jobs.aging import age
from reqx.store.jobs.cancel import CANCEL, cancel
from reqx.store.jobs.claim import Terms
from reqx.store.jobs.claimer import Claimer, claim
from reqx.store.jobs.consequence import judge
from reqx.store.jobs.enqueue import enqueue
from reqx.store.jobs.interim import keep
from reqx.store.jobs.leases import Held, Renewal, held, renew, rescue, strays
from reqx.store.jobs.lookup import get, history, latest, live, payload
from reqx.store.jobs.prune import PRUNE, prune, prune_old
from reqx.store.jobs.retry import RETRY, retry
from reqx.store.jobs.settle import settle
from reqx.store.jobs.stats import Pending, counts, pending, stats
from reqx.store.jobs.trade import Traded, trade
from reqx.store.jobs.triage import count, find

__all__ = [
    "CANCEL",
    "PRUNE",
    "RETRY",
    "Claimer",
    "Held",
    "Pending",
    "Renewal",
    "Terms",
    "Traded",
    "age",
    "bulk",
    "cancel",
    "claim",
    "count",
    "counts",
    "enqueue",
    "find",
    "get",
    "held",
    "history",
    "judge",
    "keep",
    "latest",
    "live",
    "payload",
    "pending",
    "prune",
    "prune_old",
    "renew",
    "rescue",
    "retry",
    "settle",
    "stats",
    "strays",
    "trade",
]
