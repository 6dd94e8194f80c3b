from pathlib import Path

from reqx.model.blocks import Block, BlockKind
from tests.parsing.html.make import blocks, kinds, texts


def cells(block: Block) -> list[tuple[str, str]]:
    return [(cell.header, cell.text) for cell in block.cells]


def test_row_has_the_headers_of_the_head(tmp_path: Path) -> None:
    found = blocks(tmp_path, "<table><thead><tr><td>Id<td>Text<tbody><tr><td>R1<td>It runs")
    assert [b.is_header_row for b in found] == [True, False]
    assert cells(found[1]) == [("Id", "R1"), ("Text", "It runs")]


def test_first_row_of_header_cells_is_the_header(tmp_path: Path) -> None:
    found = blocks(tmp_path, "<table><tr><th>Id<th>Text<tr><td>R1<td>x")
    assert cells(found[1]) == [("Id", "R1"), ("Text", "x")]


def test_header_cell_before_a_row_is_no_column_header(tmp_path: Path) -> None:
    found = blocks(tmp_path, "<table><tr><th>Speed<td>1 m/s<tr><th>Mass<td>3 kg")
    assert [(b.is_header_row, b.text) for b in found] == [
        (False, "Speed 1 m/s"),
        (False, "Mass 3 kg"),
    ]


def test_first_row_in_bold_is_the_header(tmp_path: Path) -> None:
    found = blocks(tmp_path, "<table><tr><td><b>Nr 1</b><td><b>Text</b><tr><td>R<td>x")
    assert cells(found[1]) == [("Nr 1", "R"), ("Text", "x")]


def test_spans_are_read_once_and_move_the_columns(tmp_path: Path) -> None:
    head = "<tr><th rowspan=2>Id<th colspan=2>Time<tr><th>from<th>to"
    found = blocks(tmp_path, f"<table>{head}<tr><td rowspan=2>R1<td>2<td>3<tr><td>4<td>5")
    assert cells(found[2]) == [("Id", "R1"), ("Time from", "2"), ("Time to", "3")]
    assert cells(found[3]) == [("Time from", "4"), ("Time to", "5")]


def test_row_span_of_zero_reaches_to_the_end(tmp_path: Path) -> None:
    markup = "<table><tr><th>A<th>B<tr><td rowspan=0>x<td>1<tr><td>2<tr><td>3"
    assert [cells(b) for b in blocks(tmp_path, markup)[2:]] == [[("B", "2")], [("B", "3")]]


def test_absurd_spans_are_taken_for_one(tmp_path: Path) -> None:
    markup = "<table><tr><th>A<th>B<tr><td colspan=999999999>x<td rowspan=-1>y"
    assert cells(blocks(tmp_path, markup)[1]) == [("A", "x"), ("B", "y")]


def test_caption_stands_before_its_table(tmp_path: Path) -> None:
    markup = "<table><tr><td>a<td>b</tr><caption>Table 1</caption></table>"
    assert kinds(tmp_path, markup) == [
        (BlockKind.CAPTION, "Table 1"),
        (BlockKind.TABLE_ROW, "a b"),
    ]


def test_foot_comes_last(tmp_path: Path) -> None:
    markup = "<table><tfoot><tr><td>sum<td>3<tbody><tr><td>a<td>3"
    assert texts(tmp_path, markup) == ["a 3", "sum 3"]


def test_table_in_a_table_with_headers_hangs_on_its_row(tmp_path: Path) -> None:
    inner = "<table><tr><td>n1<td>n2</table>"
    found = texts(tmp_path, f"<table><tr><th>A<th>B<tr><td>1<td>2 {inner}<tr><td>3<td>4")
    assert found == ["A B", "1 2", "n1 n2", "3 4"]


def test_layout_table_is_read_cell_by_cell(tmp_path: Path) -> None:
    inner = "<table><tr><td>in<td>ner</table>"
    assert kinds(tmp_path, f"<table><tr><td>left<td>{inner}</table>") == [
        (BlockKind.PARAGRAPH, "left"),
        (BlockKind.TABLE_ROW, "in ner"),
    ]


def test_table_for_presentation_is_no_table(tmp_path: Path) -> None:
    found = kinds(tmp_path, "<table role=presentation><tr><td>a<td>b</table>")
    assert found == [(BlockKind.PARAGRAPH, "a"), (BlockKind.PARAGRAPH, "b")]


def test_table_of_one_column_frames_text(tmp_path: Path) -> None:
    assert kinds(tmp_path, "<table><tr><td>a<tr><td><ul><li>b</ul></table>") == [
        (BlockKind.PARAGRAPH, "a"),
        (BlockKind.LIST_ITEM, "• b"),
    ]


def test_list_in_a_cell_is_the_cells_words(tmp_path: Path) -> None:
    found = blocks(tmp_path, "<table><tr><td>R1<td>It shall:<ol><li>run<li>stop</ol></table>")
    assert [cell.text for cell in found[0].cells] == ["R1", "It shall: 1. run 2. stop"]


def test_hidden_row_is_not_read(tmp_path: Path) -> None:
    assert texts(tmp_path, "<table><tr><td>a<td>b<tr hidden><td>x<td>y") == ["a b"]


def test_furniture_in_a_cell_is_furniture(tmp_path: Path) -> None:
    markup = "<table role=none><tr><td><nav>Menu</nav><td>text</table>"
    assert texts(tmp_path, markup) == ["text"]


def test_what_stands_between_cells_moves_no_column(tmp_path: Path) -> None:
    markup = "<table><tr><th>A<th>B<tr><td>x</td><td hidden>h</td><script>s</script><td>y"
    assert cells(blocks(tmp_path, markup)[1]) == [("A", "x"), ("B", "y")]
