"""Which elements a browser shows, and which of those are the frame around the page's content."""

import re

from reqx.parsing.markup import Element

_UNSEEN = frozenset(
    [
        *("script", "style", "template", "head", "noscript", "iframe", "object", "embed", "applet"),
        *("audio", "video", "canvas", "datalist", "noframes", "area", "map", "link", "meta"),
        *("title", "desc", "metadata", "annotation", "annotation-xml", "rp", "rt", "rtc", "del"),
    ]
)
"""Never shown, shown only where something else cannot be, or taken back (`del`)."""
_HIDING = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_SECTIONS = frozenset(["article", "aside", "blockquote", "main", "section", "table"])
_ROLES = {"navigation": "nav", "banner": "header", "contentinfo": "footer"}


def is_unseen(element: Element) -> bool:
    """Tell whether a browser shows nothing of the element."""
    if not isinstance(element.tag, str) or element.tag in _UNSEEN or "hidden" in element.attrib:
        return True
    if element.tag == "dialog" and "open" not in element.attrib:
        return True
    style = element.get("style")
    return style is not None and _HIDING.search(style) is not None


def is_furniture(element: Element, *, is_titled: bool) -> bool:
    """Tell whether the element is the page's navigation, header or footer.

    The header that holds the page's title is content, unless the content has a title (`is_titled`).
    """
    tag = _ROLES.get(element.get("role", ""), element.tag)
    if tag == "nav":
        return True
    if tag not in {"header", "footer"} or _is_in_section(element):
        return False
    return tag == "footer" or is_titled or element.find(".//h1") is None


def has_own_title(root: Element) -> bool:
    """Tell whether an h1 stands outside the page's navigation, headers and footers."""
    return any(
        not any(is_furniture(above, is_titled=True) for above in title.iterancestors())
        for title in root.iter("h1")
    )


def _is_in_section(element: Element) -> bool:
    return next(element.iterancestors(*_SECTIONS), None) is not None
