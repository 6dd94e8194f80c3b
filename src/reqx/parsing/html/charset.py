"""The encoding of an HTML file: byte order mark, XML declaration, meta element, else a guess."""

import codecs
import re

from reqx.parsing.encoding import Decoded, decoded

_SEARCH_BYTES = 4_096
_DECLARED = (
    re.compile(rb"""\A\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]{1,40})"""),
    re.compile(rb"""<meta[^>]*?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE),
)
_OF_THE_WEB = re.compile(
    r"utf-(?:8|16|32)|ascii|(?:iso8859-|cp)\d+|koi8-\w|mac-\w+|gb\w+|big5\w*|euc_\w+|shift_jis|iso2022_jp"
)
"""Not the codecs of Python that are no encodings of text (base64), or no page's (punycode)."""
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_WIDER = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
}
"""Browsers read these as the encodings that hold them and more (WHATWG Encoding, 4.2)."""


def read_characters(data: bytes) -> Decoded:
    """Return the text; what the file declares counts, unless its bytes belie that."""
    stated = None if data.startswith(_MARKS) else _declared(data[:_SEARCH_BYTES])
    if stated is None:
        return decoded(data)
    try:
        return Decoded(data.decode(stated), stated)
    except UnicodeDecodeError:
        return decoded(data)


def _declared(head: bytes) -> str | None:
    """Return Python's name of the encoding declared in `head`, None when it knows none such."""
    for pattern in _DECLARED:
        found = pattern.search(head)
        if found is None:
            continue
        try:
            name = codecs.lookup(found[1].decode("ascii")).name
        except LookupError:
            continue
        if not _OF_THE_WEB.match(name):
            continue
        # A declaration that can be read byte by byte is not in UTF-16, whatever it says.
        return "utf-8" if name.startswith(("utf-16", "utf-32")) else _WIDER.get(name, name)
    return None
