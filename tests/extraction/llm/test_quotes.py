from random import Random

import pytest

from reqx.extraction.llm.quotes import Quotable

TEXT = "The pump shall deliver\n12.5 bar at \u201cfull\u201d load; the back\u2011up pump shall not."


def words_at(text: str, quote: str, start: int = 0, end: int | None = None) -> str | None:
    span = Quotable(text).find(quote, start, end)
    return text[slice(*span)] if span else None


@pytest.mark.parametrize(
    "quote",
    [
        "The pump shall deliver\n12.5 bar",
        "the pump SHALL deliver 12.5 bar",
        "  The  pump shall\tdeliver 12.5 bar ",
        "The pump\u00a0shall deliver 12.5 bar",
        "The pu\u00admp shall deliver 12.5 bar",
    ],
)
def test_only_the_form_of_a_quote_may_differ(quote: str) -> None:
    assert words_at(TEXT, quote) == "The pump shall deliver\n12.5 bar"


def test_marks_and_hyphens_are_alike() -> None:
    assert words_at(TEXT, 'at "full" load; the back-up pump') is not None
    assert (
        words_at("don't \u00abstop\u00bb \u2013 go", "don\u2019t \u201cstop\u201d - go") is not None
    )


@pytest.mark.parametrize(
    "quote",
    [
        "The pump must deliver 12.5 bar",
        "The pump shall deliver 12.6 bar",
        "The pump deliver 12.5 bar",
        "the back-up pump shall",
        "",
        "  \u200b ",
        "\u201d\u201d",
    ],
)
def test_other_words_are_not_found(quote: str) -> None:
    text = TEXT.replace("shall not", "shallow")
    assert words_at(text, quote) is None


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("within 12.5 bar", "5 bar"),
        ("within 12.5 bar", "within 12"),
        ("takes 10 000 users", "000 users"),
        ("takes 10\u00a0000 users", "takes 10"),
        ("above -20 degrees", "20 degrees"),
        ("above \u2264 20 degrees", "20 degrees"),
        ("unlocked doors", "locked doors"),
        ("doors unlocked", "doors un"),
        ("the cafe\u0301 opens", "the cafe"),
    ],
)
def test_no_word_and_no_number_is_cut(text: str, quote: str) -> None:
    assert words_at(text, quote) is None


def test_numbers_side_by_side_are_two() -> None:
    assert words_at("of 12.5 13 x 40", "13 x 40") == "13 x 40"


def test_cut_place_does_not_hide_a_whole_one() -> None:
    assert Quotable("unlocked doors, locked doors").find("locked doors") == (16, 28)


def test_place_is_looked_for_in_the_range_only() -> None:
    text = "a pump. a pump. a pump."
    assert Quotable(text).find("a pump", 8, 14) == (8, 14)
    assert Quotable(text).find("a pump", 9, 15) is None


def test_number_in_front_of_the_range_does_not_count() -> None:
    assert words_at("3. 5 pumps are needed", "5 pumps", 3) == "5 pumps"


def test_letter_that_grows_when_small_keeps_offsets() -> None:
    text = "\u0130\u0130\u0130 and the pump shall run"
    assert words_at(text, "The Pump") == "the pump"


def test_variants_of_a_text_s_own_words_are_found_where_they_stand() -> None:
    random = Random(6)  # noqa: S311 - the same quotes each time
    vocabulary = [
        "pump",
        "shall",
        "deliver",
        "12.5",
        "bar",
        "\u201cfull\u201d",
        "d\u2019eau",
        "\u00e9t\u00e9",
    ]
    words = random.choices(vocabulary, k=2000)
    text = " ".join(f"{number}x {word}" for number, word in enumerate(words))
    quotable, found = Quotable(text), 0
    for _ in range(1000):
        first = random.randrange(1990)
        expected = " ".join(
            f"{n}x {words[n]}" for n in range(first, first + random.randrange(2, 9))
        )
        varied = random.choice([str.upper, str.title, str.swapcase])(expected)
        span = quotable.find(varied.replace(" ", random.choice(["\n", "  ", "\u00a0"])))
        found += span is not None and text[slice(*span)] == expected
    assert found == 1000
