import re
from pathlib import Path
from typing import Any

import pytest

from reqx.extraction.index import Index, Memory
from reqx.extraction.lexicon import Hits, folded, languages, lexicon
from reqx.extraction.phrases import Phrases
from reqx.extraction.rules import RulesExtractor
from tests.extraction.make import document, paragraph


def test_phrase_is_matched_as_whole_words() -> None:
    phrases = Phrases(["must"])
    assert phrases.search("it must hold")
    assert not phrases.search("the mustard")


def test_star_takes_any_ending() -> None:
    assert Phrases(["interdit*"]).search("elles sont interdites ici")


def test_lone_underscore_takes_up_to_six_words() -> None:
    phrases = Phrases(["no _ shall"])
    assert phrases.search("no part of the lamp shall move")
    assert not phrases.search("no part of all of it, as said, shall move")


def test_leading_underscore_takes_any_word_with_that_ending() -> None:
    assert Phrases(["be _ed"]).search("it can be painted twice")


def test_empty_list_finds_nothing() -> None:
    assert not Phrases([]).search("anything at all")


def test_folding_keeps_every_offset() -> None:
    text = "\u0130l n\u2019est PAS l\u00c0"
    assert len(folded(text)) == len(text)
    assert "n'est pas l\u00e0" in folded(text)


def test_all_languages_have_the_same_lists() -> None:
    lists = [
        {(table, name) for table, those in lexicon(language).tables.items() for name in those}
        for language in languages()
    ]
    assert len(lists) > 1
    assert all(each == lists[0] for each in lists)


@pytest.mark.parametrize("language", languages())
def test_every_phrase_is_lower_case_and_found_in_itself(language: str) -> None:
    for table, lists in lexicon(language).tables.items():
        for name, phrases in lists.items():
            for phrase in phrases.words:
                said = phrase.replace("*", "").replace(" _ ", " a ").replace("_", "x")
                assert phrase == folded(phrase), (table, name, phrase)
                assert phrases.search(said), (table, name, phrase)


@pytest.mark.parametrize("language", languages())
def test_no_pattern_repeats_without_a_bound(language: str) -> None:
    # Unbounded repetition inside a phrase is what makes matching super-linear.
    for lists in lexicon(language).tables.values():
        for phrases in lists.values():
            assert not re.search(r"(?<!\\)[*+]", phrases.pattern)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("no _ shall", "no gate of the lock shall open"),
        ("install*", "it installs"),
        ("ban* it", "they banned it"),
        ("set* up*", "settings upset upon"),
        ("un-install*", "to un-installs"),
        ("_ing*", "they were settings"),
        ("_able to", "it is capable to"),
        ("supply, install*", "to supply, installed"),
        ("n.b", "(n.b.)"),
        ("shan't", "it shan't ring"),
    ],
)
def test_phrase_is_found_though_words_of_it_are_open(phrase: str, text: str) -> None:
    phrases = Phrases([phrase, "never said"])
    assert phrases.search(text)
    assert phrases.count(text) == 1


def test_words_of_a_phrase_apart_are_no_phrase() -> None:
    phrases = Phrases(["is to be"])
    assert not phrases.search("to be or not to be, that is it")
    assert not phrases.opens("is it to be")


def test_a_list_may_be_in_a_text_that_has_the_words_of_a_phrase() -> None:
    hits = lexicon("en").hits("the pump shall stop")
    assert "modals.strong" in hits.found
    assert "modals.prohibited" not in hits.found


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "lorsqu'il pleut, la pompe n'ira pas (voir \u00a7 3)"),
        ("en", "it is, as such, at 100%"),
    ],
)
def test_no_list_of_a_phrase_in_a_text_is_left_out(language: str, said: str) -> None:
    lists = lexicon(language).searched
    hits = lexicon(language).hits(said)
    there = {name for name, phrases in lists.items() if re.search(phrases.pattern, said)}
    assert there == {name for name in lists if hits.has(name)}
    assert all(hits.find(name) for name in there)


def test_a_phrase_in_a_part_of_a_text_is_within_that_part() -> None:
    hits = lexicon("en").hits("the tank must be shut and the pump shall stop")
    second = hits.within("modals.strong", 22, len(hits.said))
    assert second is not None
    assert second[0] == "shall"
    assert hits.within("modals.strong", 0, 9) is None
    assert hits.within("modals.strong", 13, 30) is None


def test_words_open_with_a_phrase_only_where_they_begin() -> None:
    hits = lexicon("en").hits("when it rains, while it pours")
    assert hits.opens("clauses.events")
    assert not hits.opens("clauses.states")
    assert hits.opens("clauses.states", 15)


def test_what_was_found_is_found_again_from_another_start() -> None:
    phrases = Phrases(["must"])
    text = "it must hold and must stop"
    first = phrases.search(text)
    assert first is not None
    again = phrases.search(text, first.end())
    assert again is not None
    assert (phrases.search(text), again.start()) == (first, text.rindex("must"))


def test_words_that_were_learned_tell_what_they_tell_when_asked() -> None:
    said = "the pumps shall stop, (maybe) e-mail it to d'un/une installateurs; must."
    asked, learned = (
        Index({"a": ["shall stop", "must", "install*"], "b": ["e-mail"]}) for _ in "12"
    )
    learned.learn(frozenset(said.split()) | {"never", "said"})
    assert learned.found(said) == asked.found(said)
    assert learned.found("never must it stop") == asked.found("never must it stop")


def test_memory_learns_no_more_than_it_can_keep() -> None:
    memory = Memory(len)
    memory.learn(dict.fromkeys(map(str, range(100_000)), 0))
    assert not memory
    memory.learn({"lamp": 9})
    assert (memory["lamp"], memory["lamps"]) == (9, 5)


@pytest.mark.parametrize("language", languages())
def test_lists_that_are_asked_for_phrases_are_searched(
    monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    asked: set[str] = set()
    for name in ("has", "find", "within", "spans", "opens"):
        act = getattr(Hits, name)

        def noted(hits: Hits, path: str, *rest: int, act: Any = act) -> object:  # noqa: ANN401 - any of them
            asked.add(path)
            return act(hits, path, *rest)

        monkeypatch.setattr(Hits, name, noted)
    texts = Path(__file__).parent.glob(f"rules/*_{language}.txt")
    said = [line[2:] for text in texts for line in text.read_text("utf-8").splitlines()]
    list(RulesExtractor().weigh(document(*map(paragraph, said))))
    assert len(asked) > 40
    assert asked <= lexicon(language).searched.keys()


@pytest.mark.parametrize("language", languages())
def test_small_words_are_no_list_that_is_searched(language: str) -> None:
    words = lexicon(language)
    found = words.hits(" ".join(sorted(words["text.stop_words"].words))).found
    assert found
    assert not any(name.startswith("text.") for name in found)
    assert "text.stop_words" in words.lists
