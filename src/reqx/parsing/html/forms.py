"""What a browser shows in the fields of a form."""

from reqx.parsing.markup import Element, content

_CHECKED, _UNCHECKED = "☒", "☐"
_MARKS = frozenset(["checkbox", "radio"])
_WITHOUT_WORDS = frozenset(["hidden", "image", "password", "file", "color", "range"])


def shown(element: Element) -> str:
    """Return the words in an `input` or `select`, "" for none."""
    if element.tag == "select":
        return f" {_chosen(element)} "
    kind = element.get("type", "text").lower()
    if kind in _MARKS:
        return f" {_CHECKED if 'checked' in element.attrib else _UNCHECKED} "
    return "" if kind in _WITHOUT_WORDS else f" {element.get('value', '')} "


def _chosen(select: Element) -> str:
    """Return the options that are selected, the first one where none is."""
    options = list(select.iter("option"))
    chosen = [option for option in options if "selected" in option.attrib] or options[:1]
    return ", ".join(" ".join(content(option).split()) for option in chosen)
