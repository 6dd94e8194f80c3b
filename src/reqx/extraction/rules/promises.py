"""What the buyer promises to give, which asks nothing of a supplier."""

from reqx.extraction.lexicon import Hits

_GIVERS = ("supplier", "system")


def promises(hits: Hits) -> bool:
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
