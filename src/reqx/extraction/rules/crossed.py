"""What a form means in a document of some habit: features that others make together."""

from reqx.extraction.rules.row import Features, Row

_TIES = frozenset(("optional", "limits", "every", "named", "list_item", "table_row", "numbered"))
"""What can make a requirement of a plain statement."""
_ASKING_CELL = frozenset(
    ("item_imposed", "item_bound", "in_field", "numbered", "optional", "limits")
)
_SAID = frozenset(("strong", "obligation", "prohibited"))
_BOUND = frozenset(("by_system", "by_supplier", "by_user"))


def crossed(row: Row, habit: Features, numbering: float) -> dict[str, float]:
    """Return what the features of a reading mean in a document of that habit.

    `habit` has "numbers", "modal" and "mean_obliges"; `numbering` is how far the first holds where
    the reading stands.
    """
    found = _numbered(row, habit["numbers"] * numbering) | _plain(row, habit["modal"])
    if "obliges" in row:
        found |= _of_obliging(row)
    else:
        found |= _of_others(row)
    if "describes" in row:
        found["describes_where_nothing_obliges"] = (1 - habit["mean_obliges"]) ** 4
        if "normative" in row and "informative" not in row:
            found["describes_normative"] = 1.0
    is_informative = "informative" in row or "informative_above" in row
    # A number makes one of the document's requirements of what obliges in any way.
    if is_informative and not (row.has_any(_SAID) or ("numbered" in row and "obliges" in row)):
        found["informative_bare"] = 1.0
    if "future" in row and ("by_system" in row or "by_supplier" in row):
        found["future_by_party"] = 1.0
    return found


def _numbered(row: Row, numbers: float) -> dict[str, float]:
    """Return what it means to have no number of one's own where others have."""
    form = "obliges" if "obliges" in row else "bare"
    if "inherits" in row:
        return {f"inherits_{form}": 1.0}
    return {} if "numbered" in row else {f"unnumbered_{form}": numbers}


def _plain(row: Row, modal: float) -> dict[str, float]:
    """Return what it means to say nothing of what is done."""
    if "plain" not in row:
        return {}
    plain = {} if row.has_any(_TIES) else {"plain_where_others_oblige": modal}
    if "table_row" in row and not row.has_any(_ASKING_CELL):
        plain["plain_cell"] = 1.0
    return plain


def _of_obliging(row: Row) -> dict[str, float]:
    is_buyers = "by_buyer" in row and "by_supplier" not in row
    return {"buyer_obliged": 1.0} if is_buyers else {}


def _of_others(row: Row) -> dict[str, float]:
    """Return what forms mean in a statement that does not oblige."""
    is_title = "colon" in row and "verbless" in row
    found = {
        "permits": "optional" in row and not row.has_any(_BOUND),
        "cites": "citation" in row and "verbless_alone" in row,
        "supplies_listed": "supplies" in row and "list_item" in row,
        "infinitive_listed": "infinitive" in row and "list_item" in row,
        "titles": is_title and not ("numbered" in row or "imperative" in row),
    }
    return {name: 1.0 for name, is_found in found.items() if is_found}
