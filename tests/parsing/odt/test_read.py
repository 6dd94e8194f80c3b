from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from reqx.errors import DocumentError, Encrypted, TooLarge, Unreadable
from reqx.parsing import ODT, odt
from tests.parsing.odt.make import (
    MIME,
    cell,
    content,
    document,
    manifest,
    members,
    p,
    package,
    read,
    read_file,
    row,
    table,
)


def test_document_is_one_part_without_page_numbers(tmp_path: Path) -> None:
    found = read(tmp_path, p("a") + table(row("b", "c")))
    assert (found.media_type, found.parser, found.text) == (ODT, odt.PARSER, "a\nb\tc")
    assert [page.number for page in found.pages] == [None]


def test_progress_is_told_at_the_end(tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    odt.read(document(tmp_path, p("a")), lambda done, total: told.append((done, total)))
    assert told == [(1, None)]


def test_same_bytes_give_the_same_document(tmp_path: Path) -> None:
    path = document(tmp_path, p("a") + table(row("b", "c")))
    assert read_file(path) == read_file(path)


def test_empty_document_says_so(tmp_path: Path) -> None:
    found = read(tmp_path, p("") + table(row("", "")))
    assert (found.blocks, found.warnings) == ((), ("The document has no text.",))


def test_document_of_another_kind_has_no_text(tmp_path: Path) -> None:
    made = members(p("a"))
    made["content.xml"] = made["content.xml"].replace("office:text", "office:drawing")
    assert read_file(package(tmp_path / "a.odt", made)).blocks == ()


def test_styles_are_not_needed(tmp_path: Path) -> None:
    made = {"content.xml": content(p("a"))}
    assert read_file(package(tmp_path / "a.odt", made)).text == "a"


HEADERS = (
    '<style:master-page style:name="Standard"><style:header>' + p("Ref 12") + "</style:header>"
    '<style:header-left style:display="false">' + p("unused") + "</style:header-left>"
    "<style:footer>" + p("Page <text:page-number>1</text:page-number>") + "</style:footer>"
    '</style:master-page><style:master-page style:name="Next"><style:header>'
    + p("Ref 12")
    + table(row("Firm", "Rev 3"))
    + "</style:header></style:master-page>"
)


def test_headers_and_footers_are_furniture_once_each(tmp_path: Path) -> None:
    found = read_file(package(tmp_path / "a.odt", members(p("a"), masters=HEADERS)))
    assert (found.text, found.furniture) == ("a", ("Ref 12", "Firm Rev 3", "Page 1"))


def test_comment_in_the_markup_splits_no_word(tmp_path: Path) -> None:
    assert read(tmp_path, p("wo<!-- x -->rd")).text == "word"


ENTITIES = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
LAUGHS = '<!DOCTYPE d [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;&x;&x;&x;&x;&x;&x;">]>'


def with_entity(made: dict[str, str]) -> None:
    made["content.xml"] = content(p("&x;")).replace("?>", "?>" + ENTITIES, 1)


def with_laughs(made: dict[str, str]) -> None:
    made["content.xml"] = content(p("&y;")).replace("?>", "?>" + LAUGHS, 1)


def with_entity_in_styles(made: dict[str, str]) -> None:
    made["styles.xml"] = made["styles.xml"].replace("?>", "?>" + ENTITIES, 1)


def with_broken_xml(made: dict[str, str]) -> None:
    made["content.xml"] = made["content.xml"][:-20]


def with_nothing(made: dict[str, str]) -> None:
    del made["content.xml"]


def with_deep_nesting(made: dict[str, str]) -> None:
    made["content.xml"] = content(p("<text:span>" * 5_000 + "</text:span>" * 5_000))


SPOILERS = [
    with_entity,
    with_laughs,
    with_entity_in_styles,
    with_broken_xml,
    with_nothing,
    with_deep_nesting,
]


@pytest.mark.parametrize("spoil", SPOILERS)
def test_s3_hostile_or_broken_part_is_unreadable(
    tmp_path: Path, spoil: Callable[[dict[str, str]], None]
) -> None:
    made = members(p("a"))
    spoil(made)
    with pytest.raises(Unreadable, match=r"a\.odt") as caught:
        read_file(package(tmp_path / "a.odt", made))
    assert caught.value.hint


@pytest.mark.parametrize("tag", ["text:span", "text:section", "text:list><text:list-item"])
def test_deepest_nesting_that_is_read_does_not_overflow(tmp_path: Path, tag: str) -> None:
    count = 110 if "list" in tag else 230
    ends = "".join(f"</{name.lstrip('<')}>" for name in reversed(tag.split(">")))
    inner = f"<{tag}>" * count + ("deep" if tag == "text:span" else p("deep")) + ends * count
    body = p(inner) if tag == "text:span" else inner
    assert read(tmp_path, body).text.endswith("deep")


def test_nested_tables_do_not_overflow(tmp_path: Path) -> None:
    deep = p("a")
    for _ in range(75):
        deep = table(row(cell(deep), "b"))
    assert read(tmp_path, deep).text.count("b") == 75


def test_encrypted_document_is_encrypted(tmp_path: Path) -> None:
    made: dict[str, str | bytes] = dict(members(p("a")))
    made["META-INF/manifest.xml"] = manifest("<manifest:encryption-data/>")
    made["content.xml"] = bytes(range(256))
    with pytest.raises(Encrypted, match=r"a\.odt"):
        read_file(package(tmp_path / "a.odt", made))


def test_s2_zip_bomb_is_refused(tmp_path: Path) -> None:
    made = members(p(" " * 30_000_000))
    with pytest.raises(TooLarge, match="times its size"):
        read_file(package(tmp_path / "a.odt", made))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_cut_off_file_is_named(tmp_path: Path, share: float) -> None:
    path = document(tmp_path, p("words " * 500))
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(DocumentError, match=r"made\.odt"):
        read_file(path)


@pytest.mark.parametrize("at", range(60, 700, 16))
def test_flipped_byte_is_read_or_named(tmp_path: Path, at: int) -> None:
    path = document(tmp_path, p("words " * 50))
    data = bytearray(path.read_bytes())
    data[at % len(data)] ^= 0xFF
    path.write_bytes(data)
    try:
        text = read_file(path).text
    except DocumentError as error:
        assert error.hint  # noqa: PT017 - either end is right
    else:
        assert text.startswith("words")


def test_type_of_the_package_is_not_needed(tmp_path: Path) -> None:
    path = tmp_path / "a.odt"
    with ZipFile(path, "w") as zip_file:
        zip_file.writestr("content.xml", content(p("a")))
    assert MIME not in path.read_text("latin-1")
    assert read_file(path).text == "a"
