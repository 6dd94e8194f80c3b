"""What a paragraph holds: its characters, and what hangs on them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from unicodedata import normalize

from reqx.parsing.docx.fields import ListNumber
from reqx.parsing.docx.styles import ParagraphStyle
from reqx.parsing.docx.wordml import OFF, Element, Properties, W
from reqx.parsing.spacing import joined

_SOFT_HYPHEN = "\u00ad"
_ID = W + "id"


class Hook(StrEnum):
    """What can hang on a place in a paragraph."""

    BOX = "text box"
    BLOCK = "block"
    FOOTNOTE = "footnote"
    ENDNOTE = "endnote"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class Anchor:
    """Something that hangs on the paragraph: a note by its id, a box by its element."""

    hook: Hook
    element: Element

    @property
    def key(self) -> str:
        """The id of the note or comment."""
        return self.element.get(_ID, "")

    @property
    def has_own_mark(self) -> bool:
        """Whether the author typed the note's mark, which then takes no number."""
        return self.element.get(W + "customMarkFollows", "0") not in OFF


@dataclass(slots=True)
class Content:
    """A paragraph: its properties, its style and what it holds. `size` is in points."""

    layout: Properties
    style: ParagraphStyle
    pieces: list[str] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    is_open: bool = False
    """Whether its end was deleted: its words then run on into the next paragraph."""
    is_inserted: bool = False
    is_contents: bool = False
    has_bold: bool = False
    has_light: bool = False
    """Whether some of its words are not bold."""
    size: float = 0.0
    list_numbers: Sequence[ListNumber] = ()
    """What is computed once the paragraph's own number is known."""

    @property
    def text(self) -> str:
        """The characters, composed (NFC), without optional hyphens, white space joined."""
        text = "".join(self.pieces)
        if not text.isascii():
            text = normalize("NFC", text.replace(_SOFT_HYPHEN, ""))
        return joined(text)

    @property
    def is_bold(self) -> bool:
        """Whether all of it is bold."""
        return self.has_bold and not self.has_light

    def continued(self, rest: "Content") -> "Content":
        """Return the next paragraph with this content before its own, without a gap."""
        shift = len(self.pieces)
        return Content(
            rest.layout,
            rest.style,
            self.pieces + rest.pieces,
            self.anchors + rest.anchors,
            rest.is_open,
            self.is_inserted or rest.is_inserted,
            self.is_contents or rest.is_contents,
            self.has_bold or rest.has_bold,
            self.has_light or rest.has_light,
            self.size or self.style.size or rest.size,
            (*self.list_numbers, *(replace(x, at=x.at + shift) for x in rest.list_numbers)),
        )
