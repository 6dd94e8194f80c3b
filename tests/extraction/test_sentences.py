import pytest

from reqx.extraction.sentences import sentences


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def test_full_stop_before_a_capital_ends_a_sentence() -> None:
    assert split("The lamp glows. The fan turns.") == ["The lamp glows.", "The fan turns."]


@pytest.mark.parametrize(
    "text",
    [
        "Fit two valves, e.g. Type B valves, per tank.",
        "The rules of Art. 3.2 apply to the tank.",
        "The flow is 3.5 litres per minute.",
        "The item FR-1.2 replaces the item FR-1.1 here.",
        "Selon l'art. 12 du cahier, la porte est fermée.",
        "Mr. Miller signs the sheet.",
        "The report by J. Fontaine is kept.",
    ],
)
def test_abbreviation_number_and_initial_do_not_end_a_sentence(text: str) -> None:
    assert split(text) == [text]


def test_mark_behind_the_full_stop_stays_with_its_sentence() -> None:
    assert split("The lamp glows. (M) The fan turns. (O)") == [
        "The lamp glows. (M)",
        "The fan turns. (O)",
    ]


def test_bullet_in_running_text_begins_a_sentence() -> None:
    assert split("It holds: \u2022 bread \u2022 salt") == ["It holds:", "bread", "salt"]


def test_printed_number_in_front_does_not_end_a_sentence() -> None:
    assert split("1. The lamp glows. 2. The fan turns.")[0] == "1. The lamp glows."


def test_page_break_is_white_space() -> None:
    assert split("The lamp glows.\fThe fan turns.") == ["The lamp glows.", "The fan turns."]


@pytest.mark.parametrize(
    "text",
    [
        "The codes are in Annex A. An error is shown.",
        "La lampe prend 10 W. Les diodes brillent.",
        "Use glass of class B. It must be clear.",
    ],
)
def test_letter_that_is_no_initial_ends_a_sentence(text: str) -> None:
    assert len(split(text)) == 2


@pytest.mark.parametrize(
    "text",
    ["Boote aus z. B. Eiche sind zu lackieren.", "Die Ruder u. a. Teile sind zu liefern."],
)
def test_abbreviation_written_apart_does_not_end_a_sentence(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "The yard has lamps, fans etc. The gate is shut at night.",
        "La cour a des lampes, des portes, etc. Le portail est peint.",
        "Im Hof sind Lampen, Tore usw. Die Wand ist weiß.",
    ],
)
def test_list_that_goes_on_may_end_its_sentence(text: str) -> None:
    assert len(split(text)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "The yard has lamps, fans etc. Miller made.",
        "The yard has lamps, fans etc. 12 of them glow.",
    ],
)
def test_name_or_number_behind_a_list_that_goes_on_does_not_begin_a_sentence(text: str) -> None:
    assert split(text) == [text]
