"""What a mail says itself: its text, with the lines that tell from whom, to whom and when."""

import codecs
import re
from collections.abc import Iterator, Sequence
from email.message import MIMEPart
from html import escape

from reqx.intake.mail.parts import FAULTS
from reqx.intake.member import Member
from reqx.parsing import HTML, TEXT, encoding

_FIELDS = ("From", "To", "Date", "Subject")
_NO_CHARSETS = frozenset(
    ["idna", "mbcs", "oem", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"]
)
"""Codecs of Python that are no character sets; some take quadratic time."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_LINE_END = re.compile("\r\n?")
_BODY_TAG = re.compile(r"<body\b[^>]*>", re.IGNORECASE)


def is_text(part: MIMEPart) -> bool:
    """Return whether the part is what the mail says, not something attached to it."""
    if part.get_content_maintype() == "multipart":
        # Announced as parts, but without any: what is there is text.
        return not part.is_multipart()
    is_shown = part.get_content_disposition() != "attachment" and not _has_name(part)
    return is_shown and part.get_content_type() in (TEXT, HTML)


def rank(leaves: Sequence[MIMEPart]) -> int:
    """Tell how well an alternative is read: plain text before HTML, nothing before anything."""
    kinds = {part.get_content_type() for part in leaves if is_text(part) and _text(part).strip()}
    return 2 if TEXT in kinds else len(kinds)


def members(mail: MIMEPart, texts: Sequence[MIMEPart]) -> Iterator[Member]:
    """Yield the mail's texts as one file of plain text, one of HTML, or both."""
    fields = list(_fields(mail))
    plain = [_text(part) for part in texts if part.get_content_type() != HTML]
    marked_up = [_text(part) for part in texts if part.get_content_type() == HTML]
    if any(map(str.strip, plain)):
        text = "\n".join([*fields, "", *plain])
        yield Member("body.txt", [text.encode("utf-8", errors="replace")])
    if any(map(str.strip, marked_up)):
        page = _headed("\n".join(marked_up), fields)
        # The mark outweighs what the HTML itself says of its encoding.
        yield Member("body.html", [page.encode("utf-8-sig", errors="replace")])


def content(part: MIMEPart) -> bytes:
    """Return the bytes of a part; what is wrong with their encoding is in its defects."""
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _has_name(part: MIMEPart) -> bool:
    try:
        return bool(part.get_filename())
    except FAULTS:
        return True


def _fields(mail: MIMEPart) -> Iterator[str]:
    for name in _FIELDS:
        value = " ".join(str(mail.get(name, "")).split())
        if value:
            yield f"{name}: {_CONTROL.sub('', value)}"


def _text(part: MIMEPart) -> str:
    data = content(part)
    try:
        text = data.decode(_charset(part))
    except (LookupError, ValueError):
        # It names none, none that exists, or the wrong one.
        text = encoding.decoded(data).text
    return _CONTROL.sub("", _LINE_END.sub("\n", text.removeprefix("\ufeff")))


def _charset(part: MIMEPart) -> str:
    """Return the character set that the part names; LookupError when it names none."""
    try:
        charset = codecs.lookup(str(part.get_content_charset())).name
    except FAULTS as error:
        raise LookupError(str(error)) from error
    if charset in _NO_CHARSETS:
        raise LookupError(charset)
    return charset


def _headed(page: str, fields: Sequence[str]) -> str:
    lines = "".join(f"<p>{escape(field)}</p>\n" for field in fields)
    body = _BODY_TAG.search(page)
    at = body.end() if body else 0
    return f"{page[:at]}{lines}{page[at:]}"
