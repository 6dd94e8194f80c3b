"""Characters become pages of lines."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reqx.model.blocks import PAGE_BREAK
from reqx.parsing.characters import SOFT_HYPHEN, normalise

_TAB = 8
_LINE_ENDS = re.compile("\r\n|[\r\v\x85\u2028\u2029]")
_OVERSTRUCK = re.compile("[^\n\f]\x08")
"""How line printers made bold and underlined letters: the same one twice, or a "_" below."""
_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_HYPHEN = re.compile(rf"{SOFT_HYPHEN}(?=[ \t]*\n)")
_RULE = re.compile(r"([=\-~^*+#_\"'`.:\u2014\u2500\u2550])\1{2,}")


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line that has words: its text from the first to the last, tabs kept.

    `indent` is the column the text begins in. `page` is None where the file has no form feeds.
    """

    text: str
    indent: int
    page: int | None = None

    @property
    def columns(self) -> str:
        """The line as on a screen: tabs expanded, spaces before."""
        # A tab goes to the next stop counted from the margin, not from the text.
        return (" " * self.indent + self.text).expandtabs(_TAB)

    @property
    def extent(self) -> int:
        """The column its text ends in."""
        return len(self.columns) if "\t" in self.text else self.indent + len(self.text)

    @property
    def rule(self) -> str:
        """The character the line draws a rule with, "" when it is none."""
        found = _RULE.fullmatch(self.text)
        return found.group(1) if found else ""


Chunk = list[TextLine]
"""Lines without an empty one between."""


def pages_of(text: str) -> list[list[Chunk]]:
    """Return the pages, each its chunks of lines; one page where there are no form feeds."""
    pages = _clean(text).strip(PAGE_BREAK + "\n").split(PAGE_BREAK)
    is_paged = len(pages) > 1
    return [list(_chunks(page, i if is_paged else None)) for i, page in enumerate(pages, start=1)]


def _clean(text: str) -> str:
    text = _LINE_ENDS.sub("\n", text)
    if "\x1b" in text:
        text = _ESCAPE.sub("", text)
    if "\x08" in text:
        text = _OVERSTRUCK.sub("", text)
    return normalise(_CONTROL.sub("", _HYPHEN.sub("-", text)))


def _chunks(page: str, number: int | None) -> Iterator[Chunk]:
    chunk: Chunk = []
    for raw in page.split("\n"):
        text = raw.strip()
        if text:
            indent = len(raw[: len(raw) - len(raw.lstrip())].expandtabs(_TAB))
            chunk.append(TextLine(text, indent, number))
        elif chunk:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def lines_of(page: Sequence[Chunk]) -> Iterator[TextLine]:
    """Yield the lines of a page."""
    for chunk in page:
        yield from chunk
