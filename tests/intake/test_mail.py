"""A mail gives its text and what is attached to it, whatever state it is in."""

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from reqx.errors import Encrypted, TooLarge, Unreadable, Unsupported
from reqx.intake import mail
from reqx.intake.mail import parts
from reqx.intake.member import Member

SPEC = b"%PDF-1.7\r\na specification"
LOGO = b"\x89PNG\r\n\x1a\n"
WORDS = "Le système doit démarrer."


def letter(text: str = WORDS) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Émilie <e@example.org>"
    message["To"] = "b@example.org"
    message["Date"] = "Mon, 23 Nov 2026 10:00:00 +0000"
    message["Subject"] = "Appel d'offres n° 7"
    message.set_content(text)
    return message


def attach(message: EmailMessage, data: bytes = SPEC, **how: Any) -> EmailMessage:  # noqa: ANN401 - any option
    message.add_attachment(data, maintype="application", subtype="pdf", **how)
    return message


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def read(folder: Path, message: EmailMessage | bytes) -> list[Member]:
    path = folder / "mail.eml"
    path.write_bytes(message if isinstance(message, bytes) else bytes(message))
    return list(mail.members(path))


def body(folder: Path, message: EmailMessage | bytes) -> str:
    first = read(folder, message)[0]
    assert first.name.startswith("body.")
    return b"".join(first.chunks).decode()


def names(folder: Path, message: EmailMessage | bytes) -> list[str]:
    return [member.name for member in read(folder, message)]


def multipart(kind: str, *texts: str) -> bytes:
    """Return a mail of parts, each with its header and its text."""
    inner = "".join(f"--x\n{text}\n" for text in texts)
    head = f"From: a@b.c\nTo: d@e.f\nContent-Type: multipart/{kind}; boundary=x\n\n"
    return f"{head}{inner}--x--\n".encode()


def test_text_begins_with_who_wrote_to_whom_and_when(folder: Path) -> None:
    assert body(folder, letter()).splitlines() == [
        "From: Émilie <e@example.org>",
        "To: b@example.org",
        "Date: Mon, 23 Nov 2026 10:00:00 +0000",
        "Subject: Appel d'offres n° 7",
        "",
        WORDS,
    ]


def test_attachment_comes_as_it_was_sent(folder: Path) -> None:
    text, attachment = read(folder, attach(letter(), filename="spécification.pdf"))
    assert (text.name, attachment.name) == ("body.txt", "spécification.pdf")
    assert b"".join(attachment.chunks) == SPEC


def test_attachment_that_is_not_encoded_keeps_its_line_ends(folder: Path) -> None:
    part = "Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: binary\n\n"
    [attachment] = read(folder, multipart("mixed", part + "%PDF\r\na\rb"))
    assert b"".join(attachment.chunks) == b"%PDF\r\na\rb"


def test_plain_text_is_preferred_to_its_html(folder: Path) -> None:
    message = letter()
    message.add_alternative("<p>the same</p>", subtype="html")
    assert names(folder, message) == ["body.txt"]


def test_html_is_taken_when_the_plain_text_is_blank(folder: Path) -> None:
    message = letter("\n \n")
    message.add_alternative("<html><body class=x><p>The <b>pump</b></p></body>", subtype="html")
    page = body(folder, message)
    assert names(folder, message) == ["body.html"]
    assert page.startswith("\ufeff<html><body class=x><p>From: Émilie &lt;e@example.org&gt;</p>")
    assert "<p>The <b>pump</b></p>" in page


def test_attachment_inside_an_alternative_is_kept(folder: Path) -> None:
    message = letter()
    message.add_alternative("<p>the same</p>", subtype="html")
    attach(message.get_payload(1), filename="spec.pdf")  # type: ignore[arg-type]
    assert names(folder, message) == ["body.txt", "spec.pdf"]


def test_texts_around_an_attachment_are_one_text(folder: Path) -> None:
    plain = "Content-Type: text/plain\n\n"
    file = "Content-Type: text/plain; name=a.txt\n\nattached"
    message = multipart("mixed", f"{plain}before", file, f"{plain}after")
    assert names(folder, message) == ["body.txt", "a.txt"]
    assert body(folder, message).split()[-2:] == ["before", "after"]


def test_plain_and_html_texts_that_are_no_alternatives_are_both_kept(folder: Path) -> None:
    html = "Content-Type: text/html\n\n<p>footer"
    message = multipart("mixed", "Content-Type: text/plain\n\nbefore", html)
    assert names(folder, message) == ["body.txt", "body.html"]


def test_inline_images_signatures_and_styles_are_no_documents(folder: Path) -> None:
    message = letter()
    extras: tuple[tuple[str, dict[str, Any]], ...] = (
        ("image/png", {"disposition": "inline", "filename": "logo.png"}),
        ("image/png", {"cid": "<1>"}),
        ("application/pkcs7-signature", {"filename": "smime.p7s"}),
        ("text/css", {"disposition": "inline"}),
    )
    for kind, how in extras:
        maintype, subtype = kind.split("/")
        message.add_attachment(LOGO, maintype=maintype, subtype=subtype, **how)
    message.get_payload(2).replace_header("Content-Disposition", "inline")  # type: ignore[union-attr]
    assert names(folder, message) == ["body.txt"]


def test_attached_image_is_a_file_like_any(folder: Path) -> None:
    message = letter()
    message.add_attachment(LOGO, maintype="image", subtype="png", filename="scan.png")
    assert names(folder, message) == ["body.txt", "scan.png"]


def test_attachment_without_a_name_gets_one_by_its_type(folder: Path) -> None:
    message = attach(attach(letter()), filename="../..")
    assert names(folder, message) == ["body.txt", "attachment-1.pdf", "attachment-2.pdf"]


@pytest.mark.parametrize(
    "field",
    [
        "filename*=utf-8''sp%C3%A9c.pdf",
        'filename="=?utf-8?B?c3DDqWMucGRm?="',
        'filename="spéc.pdf"',
    ],
)
def test_name_is_read_in_each_way_that_programs_write_it(folder: Path, field: str) -> None:
    part = f"Content-Type: application/pdf\nContent-Disposition: attachment; {field}\n\n%PDF"
    assert names(folder, multipart("mixed", part)) == ["spéc.pdf"]


def test_mail_in_a_mail_is_refused_by_name_and_the_rest_is_taken(folder: Path) -> None:
    message = letter()
    message.add_attachment(letter(), filename="forwarded.eml")
    attach(message, filename="spec.pdf")
    text, forwarded, spec = read(folder, message)
    assert (text.problem, spec.problem) == (None, None)
    assert isinstance(forwarded.problem, Unsupported)
    assert forwarded.problem.message == "mail.eml/forwarded.eml is a mail inside another"


def test_nested_multiparts_are_taken_apart(folder: Path) -> None:
    message = letter()
    for depth in range(20):
        attach(message, filename=f"{depth}.pdf")
        outer = EmailMessage()
        outer["Subject"] = "outer"
        outer.set_content("")
        outer.make_mixed()
        outer.attach(message)
        message = outer
    assert names(folder, message) == ["body.txt", *(f"{depth}.pdf" for depth in range(20))]


@pytest.mark.parametrize(
    ("head", "data"),
    [
        ("text/plain; charset=iso-8859-1", "système".encode("latin-1")),
        ("text/plain; charset=us-ascii", "système".encode()),
        ("text/plain", "système".encode("cp1252")),
        ("text/plain; charset=klingon", "système".encode()),
        ("text/plain; charset=rot13", "système".encode()),
        ("text/plain; charset=punycode", "système".encode()),
        ("text/plain; charset=ascii\0", "système".encode()),
    ],
)
def test_text_is_read_in_its_character_set_or_the_likeliest(
    folder: Path, head: str, data: bytes
) -> None:
    fields = f"From: a@b.c\nContent-Type: {head}\nContent-Transfer-Encoding: 8bit\n\n"
    assert "système" in body(folder, fields.encode() + data)


def test_damaged_base64_costs_only_its_attachment(folder: Path) -> None:
    raw = bytes(attach(attach(letter(), filename="a.pdf"), b"%PDF-1.4", filename="b.pdf"))
    text, damaged, whole = read(folder, raw.replace(b"JVBERi0xLjcN", b"JVB\x01\x02?RixLjcN"))
    assert isinstance(damaged.problem, Unreadable)
    assert "base64" in damaged.problem.message
    assert (text.problem, whole.problem) == (None, None)


def test_attachment_at_the_end_of_a_cut_off_mail_is_refused(folder: Path) -> None:
    raw = bytes(attach(attach(letter(), filename="a.pdf"), SPEC * 9, filename="b.pdf"))
    text, whole, cut = read(folder, raw[:-150])
    assert (text.problem, whole.problem) == (None, None)
    assert isinstance(cut.problem, Unreadable)
    assert "cut off" in cut.problem.message


def test_cut_off_text_is_taken_and_said_to_be_cut_off(folder: Path) -> None:
    path = folder / "mail.eml"
    path.write_bytes(multipart("mixed", "\nThe pump shall").removesuffix(b"--x--\n"))
    found: Iterator[Member] = mail.members(path)
    assert b"The pump shall" in b"".join(next(found).chunks)
    with pytest.raises(Unreadable, match="cut off"):
        next(found)


def test_announced_parts_that_are_not_there_are_text(folder: Path) -> None:
    message = b"From: a@b.c\nContent-Type: multipart/mixed\n\nThe pump shall stop."
    assert "The pump shall stop." in body(folder, message)


def test_control_bytes_in_a_text_are_left_out(folder: Path) -> None:
    assert "a b" in body(folder, b"From: a@b.c\n\na\0\x07 b\r\n")


@pytest.mark.parametrize("kind", ["multipart/encrypted; boundary=x", "application/pkcs7-mime"])
def test_encrypted_mail_is_said_to_be(folder: Path, kind: str) -> None:
    with pytest.raises(Encrypted, match=r"mail\.eml is encrypted"):
        read(folder, f"From: a@b.c\nContent-Type: {kind}\n\n--x\n\nabc\n--x--\n".encode())


def test_mail_that_holds_nothing_is_said_to(folder: Path) -> None:
    with pytest.raises(Unreadable, match="neither text nor attachments"):
        read(folder, b"From: a@b.c\nTo: d@e.f\n\n \n")


@pytest.mark.parametrize(
    "field",
    [
        f"To: {'(' * 5000}",
        f"To: {'<' * 5000}",
        f"Content-Type: {'(' * 5000}",
        "Content-Disposition: attachment; filename*0*=a; filename*=b; filename*x*=c",
        f"Subject: {'=?utf-8?q?a?= ' * 100_000}",
        "Content-Transfer-Encoding: ((((",
        "Date: \xff\xfe",
    ],
)
def test_hostile_field_costs_not_the_mail(folder: Path, field: str) -> None:
    message = f"From: a@b.c\n{field}\n\nThe pump shall stop.".encode("latin-1")
    [member] = read(folder, message)
    assert b"The pump shall stop." in b"".join(member.chunks)


@pytest.mark.parametrize(
    ("message", "what"),
    [
        (multipart("mixed", *["\nx"] * (parts.MAX_PARTS + 1)), "parts"),
        (b"From: a\n\n" + b"\n" * (2 * parts.MAX_LINES), "lines"),
        (b"From: a\n\n" + b"multipart/mixed\n" * (parts.MAX_MULTIPARTS + 1), "nested parts"),
        (b"From: a\n\n" + bytes(parts.MAX_BYTES), "bytes"),
    ],
    ids=["parts", "lines", "nested", "bytes"],
)
def test_mail_beyond_the_bounds_is_refused(folder: Path, message: bytes, what: str) -> None:
    with pytest.raises(TooLarge, match=f"more than .* {what}"):
        read(folder, message)


def test_fields_without_end_are_cut(folder: Path) -> None:
    raw = b"From: a@b.c\n" + b"X: y\n" * 100_000 + b"\nThe pump shall stop."
    assert "The pump shall stop." in body(folder, raw)
