"""What lies inside a ZIP archive or a mail is a file like any other, one level deep."""

from collections.abc import Iterator
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from reqx.errors import DocumentError, StorageError, Unreadable, Unsupported
from reqx.intake.contents import Content, contents
from reqx.intake.library import Library
from reqx.intake.sources import Source
from reqx.parsing import DOCX, PDF, TEXT
from tests.limits import file_size_limit

SPEC = b"%PDF-1.7 a specification"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def zipped(members: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as zip_file:
        for name, data in members.items():
            zip_file.writestr(name, data)
    return stream.getvalue()


def mail(**files: bytes) -> bytes:
    message = EmailMessage()
    message["From"], message["Message-ID"] = "a@example.org", "<1@example.org>"
    message.set_content("The pump shall stop.")
    for name, data in files.items():
        message.add_attachment(data, maintype="application", subtype="x", filename=name)
    return bytes(message)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "library")


def opened(library: Library, name: str, data: bytes) -> Iterator[Content]:
    path = library.root.parent / name
    path.write_bytes(data)
    return contents([Source(str(path))], library)


def test_file_is_its_own_content_and_touches_no_library(library: Library) -> None:
    [content] = opened(library, "spec.pdf", SPEC)
    assert (content.name, content.media_type, content.problem) == ("spec.pdf", PDF, None)
    assert content.file == Path(content.path)
    assert not library.root.exists()


def test_member_is_named_by_its_way_and_its_bytes_are_there(library: Library) -> None:
    found = opened(library, "tender.zip", zipped({"lot 1/spec": SPEC, "notes.md": b"# Notes"}))
    content = next(found)
    assert content.path == str(library.root.parent / "tender.zip/lot 1/spec")
    assert (content.name, content.media_type) == ("tender.zip/lot 1/spec", PDF)
    assert content.file.read_bytes() == SPEC
    assert next(found).media_type == "text/markdown"


def test_one_member_at_a_time_waits_and_none_is_left(library: Library) -> None:
    for _ in opened(library, "tender.zip", zipped({f"{n}.pdf": SPEC for n in range(5)})):
        [folder] = library.root.iterdir()
        assert len(list(folder.iterdir())) == 1
        assert folder.stat().st_mode & 0o777 == 0o700
    assert list(library.root.iterdir()) == []


def test_walk_that_is_given_up_leaves_nothing(library: Library) -> None:
    found = opened(library, "tender.zip", zipped({f"{n}.pdf": SPEC for n in range(5)}))
    next(found)
    del found
    assert list(library.root.iterdir()) == []


def test_mail_gives_its_text_and_its_attachments(library: Library) -> None:
    found = list(opened(library, "mail", mail(spec=SPEC)))
    assert [content.name for content in found] == ["mail/body.txt", "mail/spec"]
    assert [content.media_type for content in found] == [TEXT, PDF]


def test_docx_is_never_unpacked(library: Library) -> None:
    docx = zipped({"[Content_Types].xml": MAIN.encode(), "word/media/spec.pdf": SPEC})
    [content] = opened(library, "tender.zip", docx)
    assert content.media_type == DOCX
    [member] = opened(library, "lots.zip", zipped({"lot.zip": docx}))
    assert (member.name, member.media_type) == ("lots.zip/lot.zip", DOCX)


@pytest.mark.parametrize("inner", [zipped({"a.pdf": SPEC}), mail()], ids=["zip", "mail"])
@pytest.mark.parametrize("outer", ["zip", "mail"])
def test_container_inside_another_is_refused_and_the_rest_taken(
    library: Library, inner: bytes, outer: str
) -> None:
    members = {"inner.bin": inner, "spec.pdf": SPEC}
    data = zipped(members) if outer == "zip" else mail(**members)
    *_, refused, taken = opened(library, "outer", data)
    assert isinstance(refused.problem, Unsupported)
    assert refused.problem.message.startswith("outer/inner.bin is a")
    assert "inside another" in refused.problem.message
    assert taken.problem is None


def test_member_of_no_type_is_rejected_by_its_name(library: Library) -> None:
    [image, empty] = opened(library, "t.zip", zipped({"a.png": b"\x89PNG\r\n\x1a\n", "b": b""}))
    assert str(image.problem) == "t.zip/a.png is a PNG image"
    assert str(empty.problem) == "t.zip/b is empty"


def test_names_that_come_twice_are_told_apart(library: Library) -> None:
    found = opened(library, "t.zip", zipped({"a/../spec.pdf": SPEC, "a/spec.pdf": SPEC}))
    assert [content.name for content in found] == ["t.zip/a/spec.pdf", "t.zip/a/spec (2).pdf"]


def test_container_that_breaks_off_is_a_problem_of_its_own(library: Library) -> None:
    raw = mail(spec=SPEC).replace(b"The pump", b"The p\0mp")
    cut = raw[: raw.index(b"--===", raw.index(b"shall"))]
    first, last = opened(library, "mail.eml", cut)
    assert (first.name, first.problem) == ("mail.eml/body.txt", None)
    assert isinstance(last.problem, Unreadable)


def test_file_that_is_gone_is_a_problem(library: Library) -> None:
    [content] = contents([Source("gone.pdf")], library)
    assert isinstance(content.problem, DocumentError)


def test_full_disk_is_no_problem_of_the_document(library: Library) -> None:
    data = zipped({"a.txt": b"text " * 10_000})
    with file_size_limit(20_000), pytest.raises(StorageError, match="library"):
        list(opened(library, "tender.zip", data))
    assert list(library.root.iterdir()) == []
