"""Running headers and footers: what every page repeats, kept apart from the text."""

from reqx.parsing.furniture import words_once
from reqx.parsing.markup import Element
from reqx.parsing.odt.opendocument import OFFICE, STYLE
from reqx.parsing.odt.walk import Walk

_KINDS = tuple(
    f"{STYLE}{kind}{pages}" for kind in ("header", "footer") for pages in ("", "-left", "-first")
)


def furniture(styles: Element | None, walk: Walk) -> tuple[str, ...]:
    """Return the words of each header and footer paragraph or row, once each."""
    masters = None if styles is None else styles.find(OFFICE + "master-styles")
    if masters is None:
        return ()
    drafts = (
        draft
        for kind in _KINDS
        for held in masters.iter(kind)
        if held.get(STYLE + "display") != "false"
        for draft in walk.blocks(held, "header")
    )
    return words_once(drafts)
