"""The vocabulary of OpenDocument (OASIS ODF 1.3, part 3) that the reader knows."""

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
LIBREOFFICE = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
XLINK = "{http://www.w3.org/1999/xlink}"
XML = "{http://www.w3.org/XML/1998/namespace}"

TRUE = "true"

PARAGRAPH = TEXT + "p"
HEADING = TEXT + "h"
LIST = TEXT + "list"
LIST_ITEM = TEXT + "list-item"
LIST_HEADER = TEXT + "list-header"
NUMBERED = TEXT + "numbered-paragraph"
SECTION = TEXT + "section"
INDEX_BODY = TEXT + "index-body"
NOTE = TEXT + "note"
ANNOTATION = OFFICE + "annotation"

INDEXES = frozenset(
    TEXT + name
    for name in (
        "table-of-content",
        "illustration-index",
        "table-index",
        "object-index",
        "user-index",
        "alphabetical-index",
    )
)
