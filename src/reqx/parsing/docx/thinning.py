"""XML of a part without what this reader never asks for: how words look, borders, widths, marks.

That is half of what a word processor writes. To drop it from the bytes costs a fraction of what a
parser takes for it, and the walk for what the parser made of it.

It is sound because "<" can begin nothing but a tag where a part has no comment, no processing
instruction and no CDATA section, and because what is dropped is an empty tag, or a pair of tags
with nothing but such between: all others stay in pairs. See `_is_plain` for when a part is left as
it is.
"""

import re
from collections.abc import Iterable
from itertools import groupby

from reqx.parsing.docx.wordml import NAMESPACES

UNASKED = frozenset(
    # How words look.
    {"bCs", "caps", "color", "highlight", "i", "iCs", "kern", "lang", "noProof", "rtl"}
    | {"smallCaps", "snapToGrid", "spacing", "szCs", "u"}
    # Paragraphs.
    | {"contextualSpacing", "ind", "jc", "keepLines", "keepNext", "widowControl"}
    # Tables, and their borders.
    | {"bottom", "cantSplit", "gridCol", "insideH", "insideV", "left", "right", "tblInd"}
    | {"tblLayout", "tblW", "tcW", "top", "trHeight", "vAlign"}
    # Places in the text.
    | {"bookmarkEnd", "bookmarkStart", "lastRenderedPageBreak", "proofErr"}
)
"""Elements (`w:...`) that nothing in this package asks for: they are dropped where they are empty.

Each name takes time, whether it occurs or not: these are the frequent ones.
"""

# As word processors write attributes; others are left. A namespace may be for what is within.
_ATTRIBUTE = rb'(?: (?!xmlns)[\w:]++="[^"<&]*+")'
_DECLARATION = re.compile(
    rb"(?:\xef\xbb\xbf)?"
    rb"<\?xml version=[\"'][\w.]+[\"'](?:\s+encoding=[\"'](?i:utf-?8|(?:us-)?ascii)[\"'])?"
    rb"(?:\s+standalone=[\"']\w+[\"'])?\s*\?>"
)
# What begins with one literal character is found much faster.
_BANG = re.compile(rb"!(?<=<!)")
_QUESTION = re.compile(rb"\?(?<=<\?)")
_BINDING = re.compile(rb"xmlns:w\s*=\s*[\"']([^\"']*)")


def thinned(data: bytes) -> bytes:
    """Return the XML of a part without what is not asked for.

    What it drops is not checked any more: a part that is damaged only there can be read.
    """
    if not _is_plain(data):
        return data
    return _PARAGRAPH.sub(b"<w:p>", _UNASKED.sub(b"", data))


def _is_plain(data: bytes) -> bool:
    """Tell whether every "<w:" is a tag of WordprocessingML.

    Not so in an encoding that may have another meaning for these bytes, where comments, CDATA
    sections or processing instructions may hold anything, and where the prefix is bound to another
    namespace or more than once.
    """
    declaration = _DECLARATION.match(data)
    begin = declaration.end() if declaration else 0
    return (
        [NAMESPACES.get(name) for name in _BINDING.findall(data)] == [b"w"]
        and _BANG.search(data, begin) is None
        and _QUESTION.search(data, begin) is None
    )


def _any_of(names: Iterable[str]) -> bytes:
    """Return a pattern for any of the names that tries few of them where none stands."""
    grouped = groupby(sorted(names), key=lambda name: name[0])
    return "|".join(
        f"{first}(?:{'|'.join(x[1:] for x in same)})" for first, same in grouped
    ).encode()


def _pair(name: bytes, within: bytes) -> bytes:
    """Return a pattern for an element that holds only what is `within`."""
    return rb"<w:%b>(?:%b)*+</w:%b>" % (name, within, name)


# Of fonts, those for other scripts are not asked for.
_OTHER_FONTS = rb"rFonts(?:(?! w:ascii=| w:hAnsi=)%b)*+/>" % _ATTRIBUTE
_EMPTY = rb"<w:(?:(?:%b)%b*+/>|%b)" % (_any_of(UNASKED), _ATTRIBUTE, _OTHER_FONTS)
_ANY = rb"<w:\w++%b*+/>" % _ATTRIBUTE
# Of how the mark at a paragraph's end looks, only its deletion is asked for.
_MARK = _pair(b"rPr", rb"(?!<w:(?:del|move))" + _ANY) + b"(?=</w:pPr>)"
_WHOLE = (
    _EMPTY,
    _pair(b"pPr", _EMPTY + b"|" + _MARK),
    _MARK,
    _pair(b"rPr", _EMPTY),
    _pair(b"tcPr", _EMPTY + b"|" + _pair(b"tcBorders", _EMPTY)),
    # How words looked before somebody changed it.
    rb"<w:rPrChange%b*+>%b</w:rPrChange>" % (_ATTRIBUTE, _pair(b"rPr", _ANY)),
)
# What they all begin with is looked for first.
_UNASKED = re.compile(b"<w:(?:%b)" % b"|".join(x.removeprefix(b"<w:") for x in _WHOLE))
# In which session a paragraph was typed. To drop that of runs saves no more time than it takes.
_PARAGRAPH = re.compile(rb'<w:p(?: w\d*+:\w++="\w*+")++>')
