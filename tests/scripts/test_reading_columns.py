from reading.columns import two_columns


def line(x0: float, x1: float) -> str:
    return f'<line xMin="{x0}" xMax="{x1}">{"<word>w</word>" * 8}</line>'


def page(*lines: str) -> list[bool]:
    """Return the verdict on a page 600 points wide."""
    return list(two_columns(f'<doc><page width="600">{"".join(lines)}</page></doc>'))


def test_lines_on_both_sides_of_the_middle_are_two_columns() -> None:
    assert page(*[line(60, 290), line(310, 540)] * 12) == [True]


def test_lines_over_the_whole_width_are_one_column() -> None:
    assert page(*[line(60, 540)] * 30) == [False]


def test_three_columns_are_not_two() -> None:
    assert page(*[line(40, 200), line(220, 380), line(400, 560)] * 20) == [False]


def test_page_without_width_has_no_columns() -> None:
    assert list(two_columns('<doc><page width="0"><line xMin="0" xMax="0"/></page></doc>')) == [
        False
    ]
