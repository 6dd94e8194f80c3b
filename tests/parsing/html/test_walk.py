from pathlib import Path

import pytest

from reqx.model.blocks import BlockKind, Revision
from tests.parsing.html.make import blocks, kinds, read, texts


def test_headings_have_levels_and_make_sections(tmp_path: Path) -> None:
    found = blocks(tmp_path, "<h1>Pumps</h1><h3>2.1 Speed</h3><p>fast")
    assert [(b.kind, b.level, b.label) for b in found[:2]] == [
        (BlockKind.HEADING, 1, ""),
        (BlockKind.HEADING, 3, "2.1"),
    ]
    assert found[2].section == ("Pumps", "2.1 Speed")


def test_text_directly_in_a_container_is_a_paragraph(tmp_path: Path) -> None:
    markup = "<body>one <i>two</i><div>three<p>four</p>five</div>six"
    assert texts(tmp_path, markup) == ["one two", "three", "four", "five", "six"]


def test_inline_elements_split_no_word(tmp_path: Path) -> None:
    assert texts(tmp_path, "<p>w<b>or</b>d<wbr>s<!-- x --> and&nbsp;more") == ["words and more"]


def test_one_break_goes_on_and_two_begin_a_paragraph(tmp_path: Path) -> None:
    assert texts(tmp_path, "one<br>two<br> <br>three") == ["one two", "three"]


def test_line_with_a_label_is_a_paragraph_of_its_own(tmp_path: Path) -> None:
    found = blocks(tmp_path, "It shall:<br>a) run<br>fast<br>b) stop")
    assert [b.text for b in found] == ["It shall:", "a) run fast", "b) stop"]
    assert [b.intro for b in found] == [None, 0, 0]


def test_definition_list_is_paragraphs(tmp_path: Path) -> None:
    assert texts(tmp_path, "<dl><dt>Pump<dd>moves water<dt>Valve<dd>stops it</dl>") == [
        "Pump",
        "moves water",
        "Valve",
        "stops it",
    ]


def test_preformatted_text_keeps_its_paragraphs(tmp_path: Path) -> None:
    assert texts(tmp_path, "<pre>one\ntwo\n\nthree</pre>") == ["one two", "three"]


def test_superscripts_stay_superscripts(tmp_path: Path) -> None:
    assert texts(tmp_path, "<p>5 m<sup>2</sup>, 4<sup>th</sup>") == ["5 m², 4th"]


def test_quotation_has_its_marks(tmp_path: Path) -> None:
    assert texts(tmp_path, "<p>the <q>unit</q>") == ["the “unit”"]


def test_caption_of_a_figure_is_a_caption(tmp_path: Path) -> None:
    assert kinds(tmp_path, "<figure><img><figcaption>The pump</figcaption></figure>") == [
        (BlockKind.CAPTION, "The pump")
    ]


UNSEEN = [
    "<script>x</script>",
    "<style>x</style>",
    "<template><p>x</template>",
    "<noscript>x</noscript>",
    "<head><title>x</title></head>",
    "<p hidden>x</p>",
    "<p style='color:red; display : none'>x</p>",
    "<span style='visibility:hidden'>x</span>",
    "<dialog>x</dialog>",
    "<input type=hidden value=x>",
    "<svg><title>x</title></svg>",
    "<!-- x -->",
    "<del>x</del>",
]


@pytest.mark.parametrize("markup", UNSEEN)
def test_what_a_browser_does_not_show_is_not_read(tmp_path: Path, markup: str) -> None:
    assert texts(tmp_path, f"<p>a</p>{markup}<p>b</p>") == ["a", "b"]


def test_text_behind_a_hidden_element_is_read(tmp_path: Path) -> None:
    assert texts(tmp_path, "<p>a <span hidden>x</span>b") == ["a b"]


def test_insertion_is_marked(tmp_path: Path) -> None:
    found = blocks(tmp_path, "<p>It <del>can</del><ins>shall</ins> run<p>fast")
    assert [(b.text, b.revision) for b in found] == [
        ("It shall run", Revision.INSERTED),
        ("fast", Revision.NONE),
    ]


def test_fields_are_read_by_what_they_show(tmp_path: Path) -> None:
    markup = "<p><input value=v> <input type=checkbox checked>yes <input type=radio>no"
    select = "<select><option>one<option selected>two</select><select><option>first</select>"
    assert texts(tmp_path, markup + select) == ["v ☒ yes ☐ no two first"]


def test_password_is_not_read(tmp_path: Path) -> None:
    assert texts(tmp_path, "<p>a <input type=password value=secret>") == ["a"]


def test_frame_of_the_page_is_furniture(tmp_path: Path) -> None:
    markup = "<header>Firm</header><nav><ul><li>Home</ul></nav><p>a</p><footer>Page</footer>"
    found = read(tmp_path, f"{markup}<div role=contentinfo>Legal</div>")
    assert (found.text, found.furniture) == ("a", ("Firm", "• Home", "Page", "Legal"))


def test_header_of_an_article_is_content(tmp_path: Path) -> None:
    markup = "<article><header>Spec</header><p>a</p><footer>Signed</footer></article>"
    assert texts(tmp_path, markup) == ["Spec", "a", "Signed"]


def test_header_with_the_only_title_is_content(tmp_path: Path) -> None:
    assert texts(tmp_path, "<header><h1>Spec</h1></header><p>a") == ["Spec", "a"]


def test_header_beside_a_title_is_furniture(tmp_path: Path) -> None:
    found = read(tmp_path, "<header><h1>Firm</h1></header><h1>Spec</h1>")
    assert (found.text, found.furniture) == ("Spec", ("Firm",))


def test_page_of_nothing_but_furniture_is_content(tmp_path: Path) -> None:
    found = read(tmp_path, "<header>a</header><nav>b</nav>")
    assert (found.text, found.furniture) == ("a\nb", ())


def test_bold_numbered_lines_are_headings_where_there_are_no_others(tmp_path: Path) -> None:
    markup = "<p><b>1. Scope</b><p>text one<p><b>2. Pumps</b><p>text two"
    assert [kind for kind, _ in kinds(tmp_path, markup)] == [
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
    ] * 2
