from pathlib import Path

import pytest

from reqx.errors import TooLarge, Unreadable
from reqx.parsing import HTML, html
from tests.parsing.html.make import read, read_file, texts


def test_page_is_one_part_without_page_numbers(tmp_path: Path) -> None:
    found = read(tmp_path, "<p>a<p>b")
    assert (found.media_type, found.parser, found.text) == (HTML, html.PARSER, "a\nb")
    assert [page.number for page in found.pages] == [None]


def test_progress_is_told_at_the_end(tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    (tmp_path / "a.html").write_text("<p>a")
    html.read(tmp_path / "a.html", lambda done, total: told.append((done, total)))
    assert told == [(1, None)]


def test_same_bytes_give_the_same_document(tmp_path: Path) -> None:
    markup = "<nav>n</nav><h1>t</h1><ul><li>a</ul><table><tr><td>b<td>c</table>"
    assert read(tmp_path, markup) == read(tmp_path, markup)


@pytest.mark.parametrize("markup", ["", "  \n", "<!-- only this -->", "<p></p><script>x</script>"])
def test_empty_page_says_so(tmp_path: Path, markup: str) -> None:
    found = read(tmp_path, markup)
    assert (found.blocks, found.warnings) == ((), ("The document has no text.",))


DECLARED = {
    "utf-8": "<meta charset=utf-8><p>Créer",
    "iso-8859-1": '<meta http-equiv=Content-Type content="text/html; charset=latin1"><p>Créer',
    "cp1250": "<META CHARSET='windows-1250'><p>Créer",
    "cp1252": '<?xml version="1.0" encoding="windows-1252"?><p>Créer',
    "utf-16": "<p>Créer",
    "utf-8-sig": "<meta charset=windows-1251><p>Créer",
}


@pytest.mark.parametrize("encoding", DECLARED)
def test_declared_encoding_counts_and_a_byte_order_mark_more(tmp_path: Path, encoding: str) -> None:
    found = read(tmp_path, DECLARED[encoding].encode(encoding))
    assert (found.text, found.warnings) == ("Créer", ())


def test_latin_1_means_what_browsers_read_for_it(tmp_path: Path) -> None:
    assert read(tmp_path, b"<meta charset=iso-8859-1><p>50 \x80 \x93").text == "50 € “"


def test_declaration_that_the_bytes_belie_is_a_guess_that_is_named(tmp_path: Path) -> None:
    markup = "<meta charset=utf-8><p>" + "Le système doit être arrêté à côté. " * 9
    found = read(tmp_path, markup.encode("cp1252"))
    assert found.text.startswith("Le système doit être arrêté à côté.")
    assert found.warnings[0].startswith("The file does not state its encoding")


def test_utf_16_declared_in_single_bytes_is_not_believed(tmp_path: Path) -> None:
    assert read(tmp_path, b"<meta charset=utf-16><p>abc").text == "abc"


@pytest.mark.parametrize("name", ["klingon", "base64", "punycode", "undefined", "\xff"])
def test_declaration_of_no_encoding_is_passed_over(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, f"<meta charset='{name}'><p>abc é").text == "abc é"


def test_mojibake_is_mended_and_named(tmp_path: Path) -> None:
    wrong = "Créer où « été » à côté".encode().decode("mac_roman")
    found = read(tmp_path, f"<meta charset=utf-8><p>{wrong}")
    assert found.text == "Créer où « été » à côté"
    assert "mojibake" in found.warnings[0]


def test_xhtml_elements_may_close_at_once(tmp_path: Path) -> None:
    markup = '<?xml version="1.0"?><html><head><script src="x"/></head><body><p>a<br/>b</p></body>'
    assert texts(tmp_path, markup) == ["a b"]


def test_xhtml_character_sections_are_text(tmp_path: Path) -> None:
    markup = '<?xml version="1.0"?><p>if a <![CDATA[< b & c]]> then</p>'
    assert texts(tmp_path, markup) == ["if a < b & c then"]


BOMB = (
    '<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<html><body><p>&b;</p></body></html>"
)


def test_s3_entities_of_its_own_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"made\.html") as caught:
        read(tmp_path, BOMB)
    assert caught.value.hint


def test_public_document_type_is_no_harm(tmp_path: Path) -> None:
    doctype = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/x.dtd">'
    assert texts(tmp_path, f"{doctype}<p>a") == ["a"]


def test_deep_nesting_is_too_large(tmp_path: Path) -> None:
    with pytest.raises(TooLarge, match=r"made\.html.*nested"):
        read(tmp_path, "<div>" * 5_000 + "deep")


@pytest.mark.parametrize("tag", ["div", "b", "ul><li", "blockquote", "ins"])
def test_deepest_nesting_that_is_read_does_not_overflow(tmp_path: Path, tag: str) -> None:
    count = 120 if "li" in tag else 240
    assert read(tmp_path, f"<{tag}>" * count + "deep").text.endswith("deep")


def test_nested_tables_do_not_overflow(tmp_path: Path) -> None:
    assert "deep" in read(tmp_path, "<table><tr><td>a<td>" * 60 + "deep").text


def test_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "made.html"
    with path.open("wb") as stream:
        stream.truncate(html.MAX_BYTES + 1)
    with pytest.raises(TooLarge, match="bytes"):
        read_file(path)


@pytest.mark.parametrize("markup", ["<p>a&#0;b", "<p>a&#xD800;b", "<p>a\0b"])
def test_characters_that_no_database_takes_do_not_come_through(tmp_path: Path, markup: str) -> None:
    text = read(tmp_path, markup).text
    assert "\0" not in text
    assert text.encode()


@pytest.mark.parametrize("end", range(0, 200, 7))
def test_cut_off_page_is_read_as_far_as_it_goes(tmp_path: Path, end: int) -> None:
    markup = (
        "<h1>Title</h1><ol type=i><li>one<li>two</ol><table><tr><td rowspan=2>x<td>y</table>" * 3
    )
    assert read(tmp_path, markup[:end]).text.count("Title") == markup[:end].count("Title")
