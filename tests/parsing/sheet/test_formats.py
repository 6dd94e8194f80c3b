import pytest

from reqx.parsing.sheet.formats import shown

NUMBERS = {
    ("3", "General"): "3",
    ("3.0", "General"): "3",
    ("0.30000000000000004", "General"): "0.3",
    ("1E+20", "General"): "1E+20",
    ("-0.5", "General"): "-0.5",
    ("words", "0.00"): "words",
    ("1234.5", "0"): "1235",
    ("2.5", "0"): "3",
    ("1234.5", "#,##0.00"): "1,234.50",
    ("0.256", "0.0%"): "25.6%",
    ("0.5", "#.##"): ".5",
    ("7", "000"): "007",
    ("1.5", "0.0##"): "1.5",
    ("12", '0.0" kg"'): "12.0 kg",
    ("12", r"0\m"): "12m",
    ("12.5", "#,##0.00 [$€-40C]"): "12.50 €",
    ("-3", "0"): "-3",
    ("-3", "0;[Red](0)"): "(3)",
    ("0", "0;-0;none"): "0",
    ("0", '0;-0;"none"'): "0",
    ("-0.001", "0.0"): "0.0",
    ("5000000", "0.0,,"): "5.0",
    ("3", "# ?/?"): "3",
    ("3", "[>2]0.0;0"): "3",
    ("12345", "0.00E+00"): "12345",
    ("3", ";;;"): "3",
    ("3", "0/0"): "3",
    ("3", "0/4"): "3",
    ("5", "0" * 300): "5",
    ("1e308", "0"): "1" + "0" * 308,
    ("inf", "0"): "INF",
    ("nan", "0.0"): "NAN",
}


@pytest.mark.parametrize(("value", "code"), NUMBERS)
def test_number_is_shown_in_the_usual_formats_and_plainly_in_others(value: str, code: str) -> None:
    assert shown(value, code) == NUMBERS[value, code]


DATES = {
    ("45356", "yyyy-mm-dd"): "2024-03-05",
    ("45356", "dd/mm/yyyy"): "05/03/2024",
    ("45356", "d.m.yy"): "5.3.24",
    ("45356", "d mmmm yyyy"): "2024-03-05",
    ("45356.75", "dddd dd/mm/yyyy hh:mm"): "2024-03-05 18:00",
    ("45356.75", "[$-40C]dd/mm/yyyy hh:mm:ss"): "05/03/2024 18:00:00",
    ("0.75", "h:mm AM/PM"): "6:00 PM",
    ("0.0", "h AM/PM"): "12 AM",
    ("0.5104166", "mm:ss"): "15:00",
    ("1.5", "[h]:mm"): "36:00",
    ("1.5", "[mm]:ss"): "2160:00",
    ("1", "yyyy-mm-dd"): "1900-01-01",
    ("61", "yyyy-mm-dd"): "1900-03-01",
    ("-1", "yyyy-mm-dd"): "-1",
    ("1e9", "yyyy-mm-dd"): "1000000000",
}


@pytest.mark.parametrize(("value", "code"), DATES)
def test_date_is_shown_in_figures(value: str, code: str) -> None:
    assert shown(value, code) == DATES[value, code]


def test_days_can_count_from_1904() -> None:
    assert shown("1", "yyyy-mm-dd", is_1904=True) == "1904-01-02"
