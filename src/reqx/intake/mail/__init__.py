"""A mail (RFC 5322, MIME): its own text, and what is attached to it.

A hostile mail must not fill memory: its size, lines, parts and header fields are bounded.
"""

from collections.abc import Iterator
from email.errors import (
    CloseBoundaryNotFoundDefect,
    InvalidBase64CharactersDefect,
    InvalidBase64LengthDefect,
    MessageDefect,
)
from email.message import MIMEPart
from mimetypes import MimeTypes
from pathlib import Path

from reqx.errors import DocumentError, Encrypted, Unreadable
from reqx.intake import refusal
from reqx.intake.mail import body
from reqx.intake.mail.parts import FAULTS, parsed
from reqx.intake.member import Member, label

_SEALED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")
_SIGNATURES = (
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/pgp-signature",
)
_STAGE = ("text/css", "text/javascript", "application/javascript", "text/calendar")
"""What mail and web pages show or do something with, and nobody reads."""

_BROKEN_BASE64 = (InvalidBase64CharactersDefect, InvalidBase64LengthDefect)
_SAVE = "Ask for the mail again, or save the attachment in your mail program and upload that."
_TYPES = MimeTypes()
"""Python's own table: that of the system differs from machine to machine."""


def members(path: Path) -> Iterator[Member]:
    """Yield the text of the mail at `path` and then its attachments, in their order.

    Inline images and signatures are left out. Raises TooLarge, Unreadable or Encrypted for the
    mail as a whole; Unreadable may come last: the end of the mail is missing.
    """
    message = parsed(path)
    if message.get_content_type() in _SEALED:
        raise Encrypted(f"{path.name} is encrypted or sealed", hint=refusal.TAKE_APART)
    leaves = [part for part in _leaves(message) if not _is_stage(part)]
    bodies = [part for part in leaves if body.is_text(part)]
    attached = [part for part in leaves if not body.is_text(part)]
    written = list(body.members(message, bodies))
    if not written and not attached:
        raise Unreadable(f"{path.name} has neither text nor attachments", hint=_SAVE)
    yield from written
    is_cut = _is_cut(message)
    for number, part in enumerate(attached, start=1):
        is_last = part is leaves[-1]
        yield _attachment(part, number, path.name, is_cut=is_cut and is_last)
    if is_cut and body.is_text(leaves[-1]):
        raise Unreadable(f"{path.name} is cut off: what is left of it was taken", hint=_SAVE)


def _leaves(part: MIMEPart) -> list[MIMEPart]:
    """Return the parts that hold something, of alternatives the one that is read best.

    What is attached to an alternative that is not chosen is kept.
    """
    if not part.is_multipart() or part.get_content_maintype() != "multipart":
        return [part]
    groups = [_leaves(child) for child in part.iter_parts()]
    if part.get_content_type() == "multipart/alternative":
        chosen = max(groups, key=body.rank, default=[])
        groups = [
            [leaf for leaf in group if group is chosen or not body.is_text(leaf)]
            for group in groups
        ]
    return [leaf for group in groups for leaf in group]


def _is_stage(part: MIMEPart) -> bool:
    kind = part.get_content_type()
    if kind in _SIGNATURES:
        return True
    if part.get_content_disposition() == "attachment":
        return False
    is_placed = part.get_content_disposition() == "inline" or bool(
        part["content-id"] or part["content-location"]
    )
    return kind in _STAGE or (part.get_content_maintype() == "image" and is_placed)


def _is_cut(message: MIMEPart) -> bool:
    return any(_has(part, (CloseBoundaryNotFoundDefect,)) for part in message.walk())


def _has(part: MIMEPart, kinds: tuple[type[MessageDefect], ...]) -> bool:
    return any(isinstance(defect, kinds) for defect in part.defects)


def _attachment(part: MIMEPart, number: int, mail: str, *, is_cut: bool) -> Member:
    """Return the attachment, and let its place in the mail go: one at a time is in memory twice."""
    name = _name(part, number)
    data = b"" if part.is_multipart() else body.content(part)
    problem = _problem(part, f"{mail}/{name}", is_cut=is_cut)
    part.set_payload("")
    return Member(name, [data], problem)


def _problem(part: MIMEPart, full_name: str, *, is_cut: bool) -> DocumentError | None:
    if part.get_content_maintype() == "message":
        return refusal.of(full_name, "a mail inside another", refusal.SAVE_APART)
    if is_cut:
        return Unreadable(f"{full_name} is cut off: the end of the mail is missing", hint=_SAVE)
    if _has(part, _BROKEN_BASE64):
        return Unreadable(f"{full_name} is damaged: its base64 has errors", hint=_SAVE)
    return None


def _name(part: MIMEPart, number: int) -> str:
    try:
        name = label(part.get_filename() or "")
    except FAULTS:
        name = ""
    return name or f"attachment-{number}{_suffix(part)}"


def _suffix(part: MIMEPart) -> str:
    if part.get_content_maintype() == "message":
        return ".eml"
    return _TYPES.guess_extension(part.get_content_type()) or ""
