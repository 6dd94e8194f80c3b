"""What the buyer may do or promises to give, which asks nothing of a supplier."""

from reqx.extraction.lexicon import Hits

_GIVERS = ("supplier", "system")


def claims(hits: Hits) -> bool:
    """Say whether words are of the buyer's rights, or of what the buyer gives."""
    return _has_right(hits) or ("not.promises" in hits.found and _promises(hits))


def _has_right(hits: Hits) -> bool:
    """Say whether words are of the buyer's rights.

    Behind another one's duty, a right only says what comes of it: "... shall be repaired within two
    days; the penalties of article 9 apply".
    """
    right = hits.find("not.rights") if "not.rights" in hits.found else None
    if right is None:
        return False
    duty = hits.find("modals.strong")
    if duty is None or duty.end() > right.start():
        return True
    return hits.within("subjects.buyer", 0, duty.start()) is not None


def _promises(hits: Hits) -> bool:
    """Say whether words promise something, and not in the name of a supplier or for a product.

    Whoever is named last before the words gives what they promise; the buyer where nobody is.
    """
    found = hits.find("not.promises")
    if found is None:
        return False
    last = {who: _last(hits, f"subjects.{who}", found.start()) for who in ("buyer", *_GIVERS)}
    return last["buyer"] >= max(last[who] for who in _GIVERS)


def _last(hits: Hits, name: str, limit: int) -> int:
    """Return where the last phrase of a list before `limit` ends, -1 for none.

    A name that another one holds, as "works" in "owner of the works", ends where that one does.
    """
    return max((end for _, end in hits.spans(name) if end <= limit), default=-1)
