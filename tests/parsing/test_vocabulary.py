from pathlib import Path

import pytest

from reqx.parsing.characters import BROKEN
from reqx.parsing.vocabulary import Vocabulary
from tests.parsing.pdf.make import LOREM, Sheet, parsed


def test_hyphen_goes_where_the_document_has_the_whole_word() -> None:
    vocabulary = Vocabulary(["The reservoir", f"the reser{BROKEN}", "voir is deep"])
    assert vocabulary.is_one_word("the reser", "voir is deep")


def test_hyphen_stays_where_the_document_prints_it() -> None:
    vocabulary = Vocabulary(["plus-values", f"les plus{BROKEN}", "values"])
    assert not vocabulary.is_one_word("les plus", "values")


def test_hyphen_stays_between_two_words_of_the_document() -> None:
    vocabulary = Vocabulary(
        ["a real time", f"in real{BROKEN}", "time", f"gat{BROKEN}", "es", "gates"]
    )
    assert not vocabulary.is_one_word("in real", "time")


def test_unknown_word_follows_the_habit_of_the_document() -> None:
    hyphenated = Vocabulary(["gates", f"gat{BROKEN}", "es", f"pene{BROKEN}", "trate"])
    plain = Vocabulary([f"pene{BROKEN}", "trate"])
    assert hyphenated.is_one_word("pene", "trate")
    assert not plain.is_one_word("pene", "trate")


@pytest.mark.parametrize(("left", "right"), [("REQ-12-", "03"), ("ERTMS", "Baseline"), ("A4", "b")])
def test_identifiers_keep_their_hyphen(left: str, right: str) -> None:
    assert not Vocabulary(["req1203 ertmsbaseline a4b"]).is_one_word(left, right)


def test_identifier_broken_over_lines_stays_whole(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.lines(70, 100, [f"{LOREM[0][:70]} REQ-12-", f"03 {LOREM[1]}"])
    assert " REQ-12-03 and empties" in parsed(sheet.save()).text


def test_hyphen_before_a_conjunction_stays_with_its_space(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.lines(70, 100, [f"{LOREM[0][:70]} client-", "and server-side checks."])
    assert parsed(sheet.save()).text.endswith(" client- and server-side checks.")


def test_header_of_several_lines_is_mended() -> None:
    vocabulary = Vocabulary(["principle", f"prin{BROKEN}", "ciple"])
    assert vocabulary.mended(f"Transfer prin{BROKEN} ciple") == "Transfer principle"
