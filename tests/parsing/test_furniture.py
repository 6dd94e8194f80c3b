from reqx.model.blocks import BlockKind
from reqx.parsing.assembly import Draft, DraftCell, Line
from reqx.parsing.furniture import words_once


def paragraph(*texts: str) -> Draft:
    return Draft(BlockKind.PARAGRAPH, tuple(Line(text) for text in texts))


def test_words_of_paragraphs_and_rows_stand_once() -> None:
    row = Draft(
        BlockKind.TABLE_ROW, cells=(DraftCell("", (Line("Ref"),)), DraftCell("", (Line("12"),)))
    )
    found = words_once([paragraph("Page", "", "1"), row, paragraph(""), paragraph("Ref", "12")])
    assert found == ("Page 1", "Ref 12")
