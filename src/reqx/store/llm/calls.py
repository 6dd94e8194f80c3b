"""The calls of a model, from the worker's side: look them up, reserve, settle; nothing paid twice.

What was reserved is committed before a call is sent, and its end after: a worker that is killed
between the two leaves a RESERVED row, which `sweep` makes LOST and which counts as spent. A chunk
whose answer was settled is never asked about again. Two jobs that ask about the same words at the
same moment both pay; each row shows it.
"""

from collections.abc import Sequence
from typing import Final

from reqx.store.llm import budget, ledger, pace
from reqx.store.llm.budget import NOTHING, Amounts
from reqx.store.llm.ledger import Open, Refused
from reqx.store.llm.records import (
    Answer,
    Ask,
    Caller,
    Fenced,
    Granted,
    Known,
    Receipt,
    Reply,
    Wait,
)
from reqx.store.transaction import Transaction

BATCH: Final = 100


def lookup(tx: Transaction, keys: Sequence[str]) -> dict[str, Answer]:
    """Return by key the answers that were paid for, by whatever job."""
    return ledger.answers(tx, keys)


def reserve(tx: Transaction, caller: Caller, ask: Ask) -> Reply:
    """Ask whether a call may be made now: one short transaction of its own, and all or nothing.

    Granted: send it, then `settle` or `fail`, whatever happens. Pace and budgets are those of all
    workers on the database.
    """
    # A refusal rolls all of it back: there must be nothing else in it.
    assert not tx.is_atomic
    if found := ledger.answers(tx, [ask.key]):
        return Known(found[ask.key])
    # Without this look, each one who waits would take SQLite's write lock.
    if seconds := pace.look(tx, ask.endpoint):
        return Wait(seconds)
    try:
        with tx.atomic():
            return _reserve(tx, caller, ask)
    except Refused as refused:
        return refused.reply


def settle(tx: Transaction, call: int, answer: str, receipt: Receipt) -> bool:
    """Write the answer of a call, to be found by `lookup` from now on, and what it did cost.

    False: its end was written before, as when the answer to a commit got lost; nothing changes.
    An answer that comes after `sweep` gave the call up is taken: it was paid for.
    """
    return _end(tx, call, receipt, answer)


def fail(tx: Transaction, call: int, receipt: Receipt) -> bool:
    """Write that a call gave nothing to keep, and what it did cost; False as for `settle`."""
    return _end(tx, call, receipt, None)


def sweep(tx: Transaction) -> int:
    """Give up the calls of workers that lost their job, and return how many: they count as spent.

    One of a worker that is gone is found once its job was rescued.
    """
    # One transaction each: calls of several runs at once would lock budgets in any order.
    assert not tx.is_atomic
    lost = 0
    for call in ledger.orphans(tx, BATCH):
        with tx.atomic():
            lost += _lose(tx, call)
    return lost


def forget_old(tx: Transaction) -> int:
    """Forget the answers of more than 90 days ago, not what they did cost; return how many.

    A document asked about again after that is paid for again. Call again until it returns less than
    BATCH.
    """
    return ledger.forget_old(tx, BATCH)


def _reserve(tx: Transaction, caller: Caller, ask: Ask) -> Granted:
    added = ledger.add(tx, caller, ask)
    if added is None:
        raise Refused(Fenced())
    if seconds := pace.take(tx, ask.endpoint, ask.tokens):
        raise Refused(Wait(seconds))
    if refusal := budget.reserve(tx, budget.scopes(caller.run, added.project), ask):
        raise Refused(refusal)
    return Granted(added.call)


def _end(tx: Transaction, call: int, receipt: Receipt, answer: str | None) -> bool:
    with tx.atomic():
        found = ledger.open_call(tx, call)
        if found is None:
            return False
        spent = _spent(found, receipt)
        ledger.close(tx, call, receipt, answer)
        if not found.is_batched:
            unused = found.reserved.tokens - spent.tokens
            pace.correct(tx, found.endpoint, unused, is_answered=answer is not None)
        _move(tx, found, spent)
    return True


def _spent(found: Open, receipt: Receipt) -> Amounts:
    usage = receipt.usage
    if usage is None:
        return found.reserved
    return Amounts(usage.tokens, found.reserved.money if usage.money is None else usage.money)


def _move(tx: Transaction, found: Open, spent: Amounts) -> None:
    """Count `spent` where the reserved amount counts so far: as held, or as spent when LOST."""
    back = found.reserved
    if found.is_lost:
        spent = Amounts(spent.tokens - back.tokens, spent.money - back.money)
        back = NOTHING
    budget.move(tx, budget.scopes(found.run, found.project), back, spent)


def _lose(tx: Transaction, call: int) -> bool:
    """Give up one call, unless its end came meanwhile."""
    found = ledger.open_call(tx, call)
    if found is None or found.is_lost:
        return False
    ledger.lose(tx, call)
    budget.move(tx, budget.scopes(found.run, found.project), found.reserved, found.reserved)
    return True
