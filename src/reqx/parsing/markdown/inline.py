"""Words of Markdown: emphasis and links by their text, HTML by what it shows."""

import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser

from markdown_it.token import Token

_HIDDEN = frozenset({"script", "style", "template"})
_BREAKING = re.compile(
    "address|article|aside|blockquote|br|caption|dd|details|div|dl|dt|fieldset|figcaption|figure|"
    "footer|form|h[1-6r]|header|li|main|nav|[ou]l|p|pre|section|summary|table|tbody|tfoot|thead|tr"
)
_BREAK = re.compile(r"<\s*br\b", re.IGNORECASE)


def lines_of(token: Token) -> list[str]:
    """Return the source lines of a paragraph, heading or cell as words."""
    return "".join(_pieces(token.children or ())).split("\n")


def _pieces(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in {"softbreak", "hardbreak"}:
            yield "\n"
        elif token.type == "html_inline":
            yield "\n" if _BREAK.match(token.content) else ""
        elif token.type == "image":
            yield "".join(_pieces(token.children or ()))
        else:
            yield token.content


def lines_of_html(source: str) -> list[str]:
    """Return the lines that a block of HTML shows; scripts and comments show none."""
    reader = _Shown()
    reader.feed(source)
    reader.close()
    return [line for raw in "".join(reader.pieces).split("\n") if (line := raw.strip())]


class _Shown(HTMLParser):
    """Collects the text a browser would show, a line feed where it would begin a line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        """Count what hides its text; begin a line."""
        self._hidden += tag in _HIDDEN
        self._space(tag)

    def handle_endtag(self, tag: str) -> None:
        """Count what hides its text; begin a line."""
        self._hidden -= tag in _HIDDEN and self._hidden > 0
        self._space(tag)

    def handle_data(self, data: str) -> None:
        """Take text that is shown."""
        if not self._hidden:
            self.pieces.append(data.replace("\n", " "))

    def _space(self, tag: str) -> None:
        if _BREAKING.fullmatch(tag):
            self.pieces.append("\n")
        elif tag in {"td", "th"}:
            self.pieces.append(" ")
