from pathlib import Path

import pytest

from reqx.model.blocks import BlockKind, Revision
from tests.parsing.odt.make import (
    blocks,
    h,
    item,
    level,
    list_style,
    listed,
    members,
    p,
    package,
    read,
    read_file,
    row,
    style,
    table,
    texts,
)

HIDDEN = style("Hidden", 'text:display="none"')
BOLD = style("Strong", 'fo:font-weight="bold" fo:font-size="14pt"')


def test_headings_make_sections(tmp_path: Path) -> None:
    found = blocks(tmp_path, h("Pumps") + h("2.1 Speed", 2) + p("fast"))
    assert [(b.kind, b.level, b.label) for b in found[:2]] == [
        (BlockKind.HEADING, 1, ""),
        (BlockKind.HEADING, 2, "2.1"),
    ]
    assert found[2].section == ("Pumps", "2.1 Speed")


def test_sentence_in_a_heading_style_is_a_paragraph(tmp_path: Path) -> None:
    [found] = blocks(tmp_path, h("The pump shall stop within two seconds."))
    assert found.kind is BlockKind.PARAGRAPH


def test_title_is_a_heading(tmp_path: Path) -> None:
    common = style("Title")
    automatic = style("P1", attributes='style:parent-style-name="Title"')
    [found] = blocks(tmp_path, p("Pumps", "P1"), automatic, common)
    assert (found.kind, found.level, found.style.name) == (BlockKind.HEADING, 1, "title")


def test_caption_is_a_caption_by_its_ancestors(tmp_path: Path) -> None:
    common = style("Caption") + style("Table", attributes='style:parent-style-name="Caption"')
    assert blocks(tmp_path, p("Table 1", "Table"), "", common)[0].kind is BlockKind.CAPTION


def test_style_of_all_words_is_the_blocks(tmp_path: Path) -> None:
    partly = p('a <text:span text:style-name="Strong">b</text:span>')
    wholly = p('<text:span text:style-name="Strong">b</text:span>')
    automatic = BOLD + style("Strong", 'fo:font-weight="bold"', family="text")
    found = blocks(tmp_path, partly + wholly + p("c", "Strong"), automatic)
    assert [b.style.is_bold for b in found] == [False, True, True]
    assert found[2].style.size == 14.0


def test_white_space_is_what_the_elements_say(tmp_path: Path) -> None:
    content = 'a<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d<text:soft-page-break/>e'
    assert texts(tmp_path, p(content)) == ["a b c de"]


def test_absurd_count_of_spaces_costs_no_memory(tmp_path: Path) -> None:
    assert texts(tmp_path, p('a<text:s text:c="999999999"/>b')) == ["a b"]


def test_fields_links_and_unknown_wrappers_are_read_through(tmp_path: Path) -> None:
    content = "<text:a>see</text:a> <text:bookmark-ref>3.2</text:bookmark-ref> <text:x>y</text:x>"
    assert texts(tmp_path, p(content)) == ["see 3.2 y"]


def test_reading_of_a_word_is_left_out(tmp_path: Path) -> None:
    ruby = "<text:ruby-base>word</text:ruby-base><text:ruby-text>x</text:ruby-text>"
    assert texts(tmp_path, p(f"<text:ruby>{ruby}</text:ruby>")) == ["word"]


HIDDEN_MARKUP = {
    "paragraph by style": p("x", "Hidden"),
    "paragraph by field": p('<text:hidden-paragraph text:is-hidden="true"/>x'),
    "stretch of text": p('<text:span text:style-name="Gone">x</text:span>'),
    "hidden text": p('<text:hidden-text text:is-hidden="true">x</text:hidden-text>'),
    "section": f'<text:section text:display="none">{p("x")}</text:section>',
    "section by condition": (
        f'<text:section text:display="condition" text:is-hidden="true">{p("x")}</text:section>'
    ),
}


@pytest.mark.parametrize("markup", HIDDEN_MARKUP.values(), ids=HIDDEN_MARKUP.keys())
def test_hidden_text_is_not_read(tmp_path: Path, markup: str) -> None:
    automatic = HIDDEN + style("Gone", 'text:display="none"', family="text")
    assert texts(tmp_path, p("a") + markup + p("b"), automatic) == ["a", "b"]


def test_section_that_is_shown_is_read(tmp_path: Path) -> None:
    assert texts(tmp_path, f'<text:section text:name="s">{p("a")}</text:section>') == ["a"]


TRACKED = (
    '<text:tracked-changes><text:changed-region text:id="d"><text:deletion>'
    + p("gone")
    + '</text:deletion></text:changed-region><text:changed-region text:id="i"><text:insertion/>'
    "</text:changed-region></text:tracked-changes>"
)


def test_insertions_are_kept_and_marked_and_deletions_left_out(tmp_path: Path) -> None:
    marked = 'a<text:change text:change-id="d"/> <text:change-start text:change-id="i"/>new'
    body = TRACKED + p(marked) + p('more<text:change-end text:change-id="i"/>') + p("c")
    assert [(b.text, b.revision) for b in blocks(tmp_path, body)] == [
        ("a new", Revision.INSERTED),
        ("more", Revision.INSERTED),
        ("c", Revision.NONE),
    ]


def test_inserted_paragraphs_are_marked(tmp_path: Path) -> None:
    start, end = (f'<text:change-{x} text:change-id="i"/>' for x in ("start", "end"))
    found = blocks(tmp_path, TRACKED + p("a") + start + p("b") + end + p("c"))
    assert [b.revision is Revision.INSERTED for b in found] == [False, True, False]


def note(text: str, kind: str = "footnote", mark: str = "1") -> str:
    return (
        f'<text:note text:note-class="{kind}"><text:note-citation>{mark}</text:note-citation>'
        f"<text:note-body>{p(text)}</text:note-body></text:note>"
    )


def test_notes_stand_behind_their_paragraph(tmp_path: Path) -> None:
    body = p("a" + note("first") + " b" + note("last", "endnote", "i")) + p("c")
    found = blocks(tmp_path, body)
    assert [(b.kind, b.text, b.label, b.part) for b in found[1:3]] == [
        (BlockKind.NOTE, "1 first", "1", "footnote"),
        (BlockKind.NOTE, "i last", "i", "endnote"),
    ]
    assert [found[0].text, found[3].text] == ["a b", "c"]


def test_comment_is_a_comment_without_its_author(tmp_path: Path) -> None:
    inner = f"<dc:creator>Doe</dc:creator><dc:date>2024-01-01</dc:date>{p('why?')}"
    body = p(f"a<office:annotation>{inner}</office:annotation>b<office:annotation-end/>")
    assert [(b.kind, b.text) for b in blocks(tmp_path, body)] == [
        (BlockKind.PARAGRAPH, "ab"),
        (BlockKind.COMMENT, "why?"),
    ]


def frame(inner: str) -> str:
    return (
        f"<draw:frame><draw:text-box>{inner}</draw:text-box><svg:title>t</svg:title></draw:frame>"
    )


def test_text_box_stands_behind_its_paragraph_once(tmp_path: Path) -> None:
    body = p("a" + frame(p("box") + table(row("b", "c"))) + "d") + p("e")
    found = blocks(tmp_path, body)
    assert [(b.text, b.part) for b in found] == [
        ("ad", "body"),
        ("box", "text box"),
        ("b c", "text box"),
        ("e", "body"),
    ]


@pytest.mark.parametrize("shape", ["custom-shape", "g", "rect", "a"])
def test_words_in_shapes_are_read(tmp_path: Path, shape: str) -> None:
    inner = f"<draw:{shape}>{frame(p('in'))}</draw:{shape}>"
    assert texts(tmp_path, p("a" + inner)) == ["a", "in"]


def test_frame_on_the_page_itself_is_read(tmp_path: Path) -> None:
    assert texts(tmp_path, frame(p("in")) + p("a")) == ["in", "a"]


def test_list_goes_on_behind_a_box_in_an_item(tmp_path: Path) -> None:
    numbers = list_style("L", level(1))
    body = listed(item("x" + ""), item(p("y" + frame(p("box"))), p("more")), "z", style="L")
    assert texts(tmp_path, body, numbers) == ["1. x", "2. y", "box", "more", "3. z"]


def test_contents_are_contents_and_their_source_is_not_read(tmp_path: Path) -> None:
    source = f"<text:table-of-content-source>{p('template')}</text:table-of-content-source>"
    index = f"<text:index-body><text:index-title>{p('Contents')}</text:index-title>{p('1 A 3')}"
    body = f"<text:table-of-content>{source}{index}</text:index-body></text:table-of-content>"
    found = blocks(tmp_path, body + p("a"))
    assert [(b.kind, b.text) for b in found] == [
        (BlockKind.CONTENTS, "Contents"),
        (BlockKind.CONTENTS, "1 A 3"),
        (BlockKind.PARAGRAPH, "a"),
    ]


def test_bibliography_is_text(tmp_path: Path) -> None:
    body = f"<text:bibliography><text:index-body>{p('Doe')}</text:index-body></text:bibliography>"
    assert blocks(tmp_path, body)[0].kind is BlockKind.PARAGRAPH


def test_symbol_font_is_read_as_it_is_seen(tmp_path: Path) -> None:
    automatic = style("Sym", 'style:font-name="Symbol"', family="text")
    body = p('a <text:span text:style-name="Sym">\uf0a3</text:span> b')
    assert texts(tmp_path, body, automatic) == ["a ≤ b"]


FORMULA = (
    '<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mi>v</mi><mo>≤</mo><mn>5</mn>'
    "%s</semantics></math>"
)
LINK = '<draw:frame><draw:object xlink:href="./Object 1"/><draw:image/></draw:frame>'


@pytest.mark.parametrize(
    ("annotation", "shown"), [("<annotation>v &lt;= 5</annotation>", "v <= 5"), ("", "v ≤ 5")]
)
def test_formula_is_read_in_its_line(tmp_path: Path, annotation: str, shown: str) -> None:
    made = members(p(f"if {LINK} then"))
    made["Object 1/content.xml"] = FORMULA % annotation
    assert read_file(package(tmp_path / "a.odt", made)).text == f"if {shown} then"


def test_other_embedded_objects_are_named(tmp_path: Path) -> None:
    found = read(tmp_path, p(f"a {LINK}"))
    assert found.text == "a"
    assert found.warnings[0].startswith("1 embedded object")


def test_bold_numbered_lines_are_headings_where_there_are_no_others(tmp_path: Path) -> None:
    body = p("1. Scope", "Strong") + p("text") + p("2. Pumps", "Strong") + p("text")
    found = blocks(tmp_path, body, BOLD)
    assert [b.kind for b in found] == [BlockKind.HEADING, BlockKind.PARAGRAPH] * 2


def test_style_that_inherits_from_itself_ends(tmp_path: Path) -> None:
    automatic = style("Loop", attributes='style:parent-style-name="Loop"')
    assert texts(tmp_path, p("a", "Loop"), automatic) == ["a"]


def test_hidden_text_that_is_shown_now_is_read(tmp_path: Path) -> None:
    shown = '<text:hidden-text text:is-hidden="false">b</text:hidden-text>'
    assert texts(tmp_path, p(f"a {shown}")) == ["a b"]


def test_table_in_a_note_stays_a_table(tmp_path: Path) -> None:
    inner = note("x").replace(p("x"), p("see") + table(row("b", "c")))
    found = blocks(tmp_path, p("a" + inner))
    assert [(b.kind, b.text) for b in found[1:]] == [
        (BlockKind.NOTE, "1 see"),
        (BlockKind.TABLE_ROW, "b c"),
    ]


def test_size_that_is_no_length_is_not_set(tmp_path: Path) -> None:
    automatic = style("P1", 'fo:font-size="xpt"') + style("P2", 'fo:font-size="120%"')
    found = blocks(tmp_path, p("a", "P1") + p("b", "P2"), automatic)
    assert [b.style.size for b in found] == [0.0, 0.0]


def test_styles_without_page_headers_have_no_furniture(tmp_path: Path) -> None:
    made = members(p("a"))
    made["styles.xml"] = made["styles.xml"].replace("office:master-styles", "office:other")
    assert read_file(package(tmp_path / "a.odt", made)).furniture == ()
