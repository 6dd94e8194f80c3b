from pathlib import Path

import pytest

from reqx.model.blocks import Revision
from tests.parsing.docx.make import blocks, p, run, sdt, t, texts

BEGIN, SEPARATE, END = (
    f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
)
CODE = '<w:r><w:instrText xml:space="preserve"> {} </w:instrText></w:r>'


def field(code: str, result: str) -> str:
    return BEGIN + CODE.format(code) + SEPARATE + result + END


def form_field(data: str) -> str:
    begin = BEGIN.replace("/></w:r>", f"><w:ffData>{data}</w:ffData></w:fldChar></w:r>")
    return begin + CODE.format("FORM") + END


WORDS = {
    "insertion": run("a") + f"<w:ins>{run('b')}</w:ins>",
    "moved here": run("a") + f"<w:moveTo>{run('b')}</w:moveTo>",
    "content control": run("a") + sdt(run("b")),
    "hyperlink": run("a") + f"<w:hyperlink>{run('b')}</w:hyperlink>",
    "simple field": run("a") + f"<w:fldSimple>{run('b')}</w:fldSimple>",
    "field": run("a") + field("REF x", run("b")),
    "field in the code of a field": run("a") + field(f"IF {field('X', run('no'))}", run("b")),
    "smart tag in smart tag": f"<w:smartTag><w:smartTag>{run('ab')}</w:smartTag></w:smartTag>",
    "unknown wrapper": run("a") + f"<w:future>{run('b')}</w:future>",
    "ruby": run("a")
    + f"<w:r><w:ruby><w:rt>{run('no')}</w:rt><w:rubyBase>{run('b')}</w:rubyBase></w:ruby></w:r>",
    "optional hyphen": run("a\u00adb") + "<w:r><w:softHyphen/></w:r>",
    "deletion": run("a") + f"<w:del>{run('no')}</w:del>" + run("b"),
    "moved away": run("a") + f"<w:moveFrom>{run('no')}</w:moveFrom>" + run("b"),
}


@pytest.mark.parametrize("content", WORDS.values(), ids=WORDS.keys())
def test_words_are_those_that_are_printed(tmp_path: Path, content: str) -> None:
    assert texts(tmp_path, p(content)) == ["ab"]


@pytest.mark.parametrize("gap", ["tab", "br", "cr", "ptab"])
def test_tab_and_break_separate_words(tmp_path: Path, gap: str) -> None:
    assert texts(tmp_path, p(f"<w:r>{t('a')}<w:{gap}/>{t('b')}</w:r>")) == ["a b"]


def test_hyphen_that_does_not_break_is_a_hyphen(tmp_path: Path) -> None:
    content = f"<w:r>{t('REQ')}<w:noBreakHyphen/>{t('12')}</w:r>"
    assert texts(tmp_path, p(content)) == ["REQ-12"]


def test_letters_are_composed(tmp_path: Path) -> None:
    assert texts(tmp_path, p("exige\u0301")) == ["exigé"]


def test_symbol_is_the_character_its_font_draws(tmp_path: Path) -> None:
    symbol = '<w:r><w:sym w:font="Symbol" w:char="F0A3"/></w:r>'
    assert texts(tmp_path, p(run("x ") + symbol + run(" 5"))) == ["x ≤ 5"]


def test_private_character_of_a_symbol_font_is_readable(tmp_path: Path) -> None:
    font = '<w:rFonts w:ascii="Symbol"/>'
    assert texts(tmp_path, p(run("x ") + run("\uf0b3", font) + run(" 5"))) == ["x ≥ 5"]


def test_symbol_without_a_code_is_nothing(tmp_path: Path) -> None:
    assert texts(tmp_path, p(run("a") + '<w:r><w:sym w:char="?"/></w:r>')) == ["a"]


BOXES = {
    '<w:checkBox><w:default w:val="0"/></w:checkBox>': "☐ a",
    '<w:checkBox><w:default w:val="1"/></w:checkBox>': "☒ a",
    '<w:checkBox><w:default w:val="1"/><w:checked w:val="0"/></w:checkBox>': "☐ a",
    '<w:ddList><w:result w:val="1"/><w:listEntry w:val="x"/><w:listEntry w:val="y"/></w:ddList>': (
        "y a"
    ),
    '<w:ddList><w:result w:val="7"/><w:listEntry w:val="x"/></w:ddList>': "a",
    "<w:textInput/>": "a",
}


@pytest.mark.parametrize(("data", "text"), BOXES.items())
def test_form_field_shows_its_value(tmp_path: Path, data: str, text: str) -> None:
    assert texts(tmp_path, p(form_field(data) + run(" a"))) == [text]


def test_block_with_an_insertion_is_flagged(tmp_path: Path) -> None:
    body = p(f"<w:ins>{run('a')}</w:ins>") + p("b")
    revisions = [block.revision for block in blocks(tmp_path, body)]
    assert revisions == [Revision.INSERTED, Revision.NONE]


def test_choice_and_fallback_are_read_once(tmp_path: Path) -> None:
    choice = f'<mc:Choice Requires="w16">{run("a")}</mc:Choice>'
    fallback = f"<mc:Fallback>{run('a')}</mc:Fallback>"
    alternates = f"<mc:AlternateContent>{choice}{fallback}</mc:AlternateContent>"
    assert texts(tmp_path, p(alternates)) == ["a"]


def test_fallback_is_read_when_the_choice_has_no_words(tmp_path: Path) -> None:
    fallback = f"<mc:Fallback>{run('a')}</mc:Fallback>"
    alternates = f'<mc:AlternateContent><mc:Choice Requires="x"/>{fallback}</mc:AlternateContent>'
    assert texts(tmp_path, p(alternates)) == ["a"]


def test_block_is_bold_when_all_its_words_are(tmp_path: Path) -> None:
    body = p(run("a", "<w:b/>") + run("b", "<w:b/>")) + p(run("a", "<w:b/>") + run("b"))
    assert [block.style.is_bold for block in blocks(tmp_path, body)] == [True, False]


def test_equation_is_part_of_the_sentence(tmp_path: Path) -> None:
    def m(tag: str, content: str) -> str:
        return f"<m:{tag}>{content}</m:{tag}>"

    half = m("f", m("num", m("r", m("t", "1"))) + m("den", m("r", m("t", "2"))))
    assert texts(tmp_path, p(run("at least ") + m("oMath", half))) == ["at least 1/2"]


def test_end_of_a_field_that_did_not_begin_is_nothing(tmp_path: Path) -> None:
    assert texts(tmp_path, p(SEPARATE + run("a") + END + run("b"))) == ["ab"]


def test_paragraph_inside_an_insertion_is_flagged(tmp_path: Path) -> None:
    [block] = blocks(tmp_path, f"<w:ins>{sdt(p('a'))}</w:ins>")
    assert block.revision is Revision.INSERTED
