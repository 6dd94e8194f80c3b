from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from reqx.errors import Encrypted, Unreadable
from reqx.parsing import DOCX, docx
from tests.parsing.docx.make import (
    TYPES,
    document,
    members,
    p,
    package,
    part,
    read,
    read_file,
    relationships,
    run,
    tbl,
    tr,
)

STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
USUAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def test_document_is_one_part_without_page_numbers(tmp_path: Path) -> None:
    found = read(tmp_path, p("a") + tbl(tr("b", "c")))
    assert (found.media_type, found.text) == (DOCX, "a\nb\tc")
    assert [page.number for page in found.pages] == [None]
    assert {block.page for block in found.blocks} == {None}


def test_progress_is_told_at_the_end(tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    docx.read(document(tmp_path, p("a")), lambda done, total: told.append((done, total)))
    assert told == [(1, None)]


def test_same_bytes_give_the_same_document(tmp_path: Path) -> None:
    path = document(tmp_path, p("a") + tbl(tr("b", "c")), header=p("h"))
    assert read_file(path) == read_file(path)


def test_empty_document_says_so(tmp_path: Path) -> None:
    found = read(tmp_path, p("<w:r/>") + tbl(tr(p("<w:r/>"), p("<w:r/>"))))
    assert (found.blocks, found.warnings) == ((), ("The document has no text.",))


def test_embedded_document_is_named(tmp_path: Path) -> None:
    [warning] = read(tmp_path, p("a") + "<w:altChunk/>").warnings
    assert warning.startswith("1 embedded document")


def test_two_bodies_are_both_read(tmp_path: Path) -> None:
    assert read(tmp_path, p("a") + "</w:body><w:body>" + p("b")).text == "a\nb"


def test_document_part_is_found_under_another_name(tmp_path: Path) -> None:
    made = members(p("a"))
    made["word/text2.xml"] = made.pop("word/document.xml")
    made["_rels/.rels"] = relationships({"officeDocument": "/word/Text2.xml"})
    assert read_file(package(tmp_path / "a.docx", made)).text == "a"


def test_strict_document_is_read(tmp_path: Path) -> None:
    made = {name: text.replace(USUAL, STRICT) for name, text in members(p("a")).items()}
    made["_rels/.rels"] = made["_rels/.rels"].replace(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    )
    assert read_file(package(tmp_path / "a.docx", made)).text == "a"


def test_part_in_utf_16_is_read(tmp_path: Path) -> None:
    made: dict[str, Any] = {**members(p("aé"))}
    text = made["word/document.xml"].replace("UTF-8", "UTF-16")
    made["word/document.xml"] = text.encode("utf-16")
    assert read_file(package(tmp_path / "a.docx", made)).text == "aé"


@pytest.mark.parametrize("words", [USUAL, f'&lt;w:p xmlns:w="{USUAL}"/> and "{STRICT}"'])
def test_name_of_a_vocabulary_among_the_words_stays(tmp_path: Path, words: str) -> None:
    assert read(tmp_path, p(words) + p("b")).text == f"{unescape(words)}\nb"


def test_vocabulary_declared_anew_inside_is_understood(tmp_path: Path) -> None:
    inner = f'<x:p xmlns:x="{USUAL}"><x:r><x:t>b</x:t></x:r></x:p>'
    assert read(tmp_path, p("a") + inner).text == "a\nb"


def test_relationship_to_nothing_is_passed_over(tmp_path: Path) -> None:
    made = members(p("a"))
    made["word/_rels/document.xml.rels"] = relationships({"styles": "NULL", "header": "../../x"})
    assert read_file(package(tmp_path / "a.docx", made)).text == "a"


def test_external_relationship_is_not_followed(tmp_path: Path) -> None:
    made = members(p("a"), header=p("h"))
    rels = "word/_rels/document.xml.rels"
    made[rels] = made[rels].replace("Target=", 'TargetMode="External" Target=')
    assert read_file(package(tmp_path / "a.docx", made)).furniture == ()


def test_comment_in_the_markup_splits_no_word(tmp_path: Path) -> None:
    assert read(tmp_path, p(run("wo<!-- x -->rd"))).text == "word"


ENTITIES = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'


def with_entity(made: dict[str, str]) -> None:
    declared = part("document", f"<w:body>{p(run('&x;'))}</w:body>")
    made["word/document.xml"] = declared.replace("?>", "?>" + ENTITIES, 1)


def with_hidden_entity(made: dict[str, str]) -> None:
    """Declare it in an encoding in which the bytes of the declaration look different."""
    with_entity(made)
    text = made["word/document.xml"].replace("UTF-8", "UTF-16")
    made["word/document.xml"] = text.encode("utf-16")  # type: ignore[assignment]


def with_broken_xml(made: dict[str, str]) -> None:
    made["word/document.xml"] = made["word/document.xml"][:-20]


def with_nothing(made: dict[str, str]) -> None:
    del made["word/document.xml"]


def with_deep_nesting(made: dict[str, str]) -> None:
    deep = "<w:smartTag>" * 5_000 + "</w:smartTag>" * 5_000
    made["word/document.xml"] = part("document", f"<w:body>{p(deep)}</w:body>")


@pytest.mark.parametrize(
    "spoil", [with_entity, with_hidden_entity, with_broken_xml, with_nothing, with_deep_nesting]
)
def test_hostile_or_broken_part_is_unreadable(
    tmp_path: Path, spoil: Callable[[dict[str, str]], None]
) -> None:
    made = members(p("a"))
    spoil(made)
    with pytest.raises(Unreadable, match=r"a\.docx"):
        read_file(package(tmp_path / "a.docx", made))


def test_deepest_nesting_that_is_read_does_not_overflow(tmp_path: Path) -> None:
    deep = p("a")
    for _ in range(80):
        deep = tbl(tr(deep, p("b")))
    assert read(tmp_path, deep).text.count("b") == 80


def test_encrypted_container_is_encrypted(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(1000))
    with pytest.raises(Encrypted, match=r"a\.docx"):
        read_file(path)


def test_content_types_are_not_needed(tmp_path: Path) -> None:
    made = members(p("a"))
    assert made.pop("[Content_Types].xml") == TYPES
    assert read_file(package(tmp_path / "a.docx", made)).text == "a"


def test_hidden_words_are_read_and_counted(tmp_path: Path) -> None:
    styles = (
        '<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="P"><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    body = (
        p(run("Shown ") + run("two words", "<w:vanish/>") + run(" more", '<w:rStyle w:val="H"/>'))
        + p("in the style")
        + p("of its paragraph", '<w:pStyle w:val="P"/>')
        + p(run("shown after all", '<w:vanish w:val="0"/>'), '<w:pStyle w:val="P"/>')
    )
    found = read(tmp_path, body, styles=styles)
    assert found.warnings[-1].startswith("6 words are formatted as hidden")
    assert "two words more" in found.text


def test_document_without_hidden_words_says_nothing_of_them(tmp_path: Path) -> None:
    look = '<w:webHidden/><w:vanish w:val="false"/>'
    assert read(tmp_path, p(run("Shown", look))).warnings == ()
