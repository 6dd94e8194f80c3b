"""The worker: rescue, claim, perform, settle, renew, until there is nothing left or a signal."""

from reqx.worker.loop import Worker
from reqx.worker.orders import Orders, Tally
from reqx.worker.slots import Slots

__all__ = ["Orders", "Slots", "Tally", "Worker"]
