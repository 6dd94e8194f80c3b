"""What kind of text a file is: mail, HTML, or what its name says among those that look alike."""

import codecs
import re
from pathlib import PurePosixPath

from reqx.intake import refusal
from reqx.parsing import CSV, HTML, MARKDOWN, TEXT

EML = "message/rfc822"

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""The marks of UTF-32 come before those of UTF-16, which they begin with."""

_CONTROL = re.compile("[\x00-\x07\x0e-\x19\x1c-\x1f]")
_MAX_CONTROL_SHARE = 0.01
"""A stray control character does not make a text binary."""

_BY_SUFFIX = {
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".csv": CSV,
    ".tsv": CSV,
    ".htm": HTML,
    ".html": HTML,
    ".xhtml": HTML,
}
# Atomic: what was passed over is never looked at again, so that hostile text costs no time.
_PREAMBLE = r"\ufeff?(?>(?:\s+|<\?xml[^>]*>|<!--.*?-->|(?!<!doctype\s+html\b)<!doctype\s[^>]*>)*)"
_IN_MARKUP = re.IGNORECASE | re.DOTALL
_HTML = re.compile(rf"{_PREAMBLE}<(?:!doctype\s+html|html|head|body)\b", _IN_MARKUP)
_XML = re.compile(
    rf"\ufeff?\s*<(?:\?xml|!doctype)\b|{_PREAMBLE}<[a-z][\w:.-]*\s[^<>]*\bxmlns\b", _IN_MARKUP
)
_XML_SUFFIXES = (".xml", ".svg", ".xsd", ".xsl")

_MAILBOX = re.compile(r"From \S+ .*\b\d{4}\b.*\r?\n[!-9;-~]+:")
_FIELD = re.compile(r"([!-9;-~]+)[ \t]*:")
_CARRIED = frozenset(["message-id", "mime-version", "return-path", "dkim-signature"])
"""Fields that programs write: a memo typed with From, To and Subject is a text."""
_TYPED = frozenset(["from", "sender", "to", "cc", "subject", "date"])


def media_type(sample: bytes, name: str) -> str:
    """Return EML, HTML, MARKDOWN, CSV or TEXT for a file that begins with `sample`.

    Raises Unsupported for XML, a mailbox, and what is no text.
    """
    if not is_text(sample):
        raise refusal.of(name, "of an unknown type", refusal.RESAVE)
    text, suffix = _characters(sample), PurePosixPath(name).suffix.lower()
    if _MAILBOX.match(text) and suffix != ".eml":
        raise refusal.of(name, "a mailbox of several mails", refusal.AS_MAIL)
    if _is_mail(text, suffix):
        return EML
    if _HTML.match(text):
        return HTML
    if _XML.match(text) or (suffix in _XML_SUFFIXES and text.lstrip("\ufeff \r\n\t")[:1] == "<"):
        raise refusal.of(name, "an XML file", refusal.RESAVE)
    return _BY_SUFFIX.get(suffix, TEXT)


def is_text(sample: bytes) -> bool:
    """Return whether a file that begins with `sample` is text of any kind."""
    text = _characters(sample)
    return len(_CONTROL.findall(text)) <= _MAX_CONTROL_SHARE * len(text)


def _characters(sample: bytes) -> str:
    """Decode so that ASCII comes out right, which is all that is looked for."""
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return sample.decode(encoding, errors="ignore")
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if min(even, odd) == 0 and max(even, odd) > len(sample) / 10:
        return sample.decode("utf-16-le" if odd else "utf-16-be", errors="ignore")
    return sample.decode("latin-1")


def _is_mail(text: str, suffix: str) -> bool:
    fields = _fields(text)
    is_carried = bool(fields & _CARRIED) or suffix == ".eml"
    return is_carried and bool(fields & _TYPED) and len(fields & (_CARRIED | _TYPED)) > 1


def _fields(text: str) -> set[str]:
    """Return the names of the header fields that the text begins with, in lower case."""
    names: set[str] = set()
    lines = text.lstrip("\ufeff").splitlines()
    if lines and _MAILBOX.match(text):
        del lines[0]
    for line in lines:
        field = _FIELD.match(line)
        if field:
            names.add(field[1].lower())
        elif not line or not names:
            break
        elif line[0] not in " \t":
            return set()
    return names
