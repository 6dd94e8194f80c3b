"""Lines of a table of contents, and captions."""

import re

_LEADER = re.compile(
    # Possessive: nothing that a leader has taken could begin the number.
    r"(?:\.{3,}+|(?:\.\s){3,}+|\u2026[\u2026.]*+|_{4,}+|(?:\u00b7\s?){4,}+)[.\s]*+"
    r"(?:[A-Za-z]{0,3}[-.]?\d{1,4}(?:[-./]\d{1,3})?|[ivxlcIVXLC]{1,6})\s*$"
)
_ENDS_IN_PAGE = re.compile(r"\s[\divxlc]{1,4}$")
_CAPTION = re.compile(
    # First what costs little: the first letter.
    r"(?i:(?=[adefgipst])(?:figure|fig\.|table|tableau|tab\.|abbildung|abb\.|tabelle|illustration|"
    r"diagram|diagramme|schéma|graphique|photo|exhibit))\s*(?:n°\s*)?"
    r"(?:\d[\w.\-\u2013]*|[A-Z](?:[.\-]?\d+)*|[IVXL]+)"
    r"(?:\s*[:.\u2013\u2014-]\s*\S|\s*$|\s+[A-ZÀ-Ý\"\u201c«])",
)
_TITLES = re.compile(
    r"(?:(?:table|list) of )?contents|table des mati[èe]res|sommaire|"
    r"(?:list|table) of (?:figures|tables)|"
    r"(?:liste|table) des (?:figures|tableaux|illustrations)|inhaltsverzeichnis|index",
    re.IGNORECASE,
)
_ROMAN = "ivxlcIVXLC"
_MAX_CAPTION = 240
_MAX_END = 200


def is_entry(text: str) -> bool:
    """Tell whether a line ends in leader dots and a page number."""
    # The end of a line decides, and the search is quadratic: a line may be the whole file.
    end = text.rstrip()[-_MAX_END:]
    # Most lines end in a letter or a mark that no page number has, or have no leader.
    if not end or not (end[-1] in _ROMAN or end[-1].isdigit()) or not _may_have_leader(end):
        return False
    return bool(_LEADER.search(end)) and any(c.isalnum() for c in text[:40])


def _may_have_leader(text: str) -> bool:
    """Tell whether there are enough dots: to look for a leader takes five times as long."""
    return text.count(".") > 2 or "\u2026" in text or "____" in text or "\u00b7" in text


def may_be_entry(text: str) -> bool:
    """Tell whether a line ends in what may be a page number."""
    return bool(_ENDS_IN_PAGE.search(text.lower()))


def is_title(text: str) -> bool:
    """Tell whether the text is the heading of a table of contents."""
    return bool(_TITLES.fullmatch(text.strip(" .:\t")))


def is_caption(text: str) -> bool:
    """Tell whether the text names a figure or a table: "Figure 3: ...", not "Figure 3 shows"."""
    return len(text) <= _MAX_CAPTION and bool(_CAPTION.match(text))
