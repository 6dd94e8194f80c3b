import pytest

from reqx.extraction.lexicon import languages, lexicon
from reqx.extraction.rules.flags import TRACKED, Flag, catalogue, flags

CASES = {
    "en": [
        ("no-modal", "Two spare lamps per yard.", "The yard shall have two spare lamps."),
        ("passive-no-actor", "The lamp shall be painted.", "The mason shall paint the lamp."),
        ("missing-unit", "The lamp shall glow for >= 30.", "The lamp shall glow for >= 30 h."),
        ("vague-term", "The lamp shall give adequate light.", "The lamp shall give 90 lm."),
        ("escape-clause", "If possible, the lamp shall glow.", "At night the lamp shall glow."),
        ("open-ended", "The lamp shall stand snow, etc.", "The lamp shall stand snow."),
        ("superfluous-infinitive", "The lamp must be able to glow.", "The lamp must glow."),
        ("and-or", "The lamp shall glow and/or hum.", "The lamp shall glow or hum."),
        ("double-negation", "The lamp shall not prevent work.", "The lamp shall not hum."),
        (
            "oblique",
            "The lamp shall have a timer/switch.",
            "The fan shall move 9 km/h over TCP/IP.",
        ),
        ("multiple", "The fan shall turn and stop the lamp.", "The fan and the lamp shall turn."),
        ("pronoun", "It shall glow at night.", "It shall be possible to paint the lamp."),
        ("absolute", "The lamp shall always glow.", "The lamp shall glow for 9 h."),
        ("unbounded", "The fan shall use at most the quota.", "The fan shall use at most two kW."),
        ("tbd", "The lamp shall glow for TBD hours.", "The lamp shall glow for 3 hours."),
        ("undefined-reference", "Lamps must meet applicable standards.", "Lamps must meet EN 99."),
    ],
    "fr": [
        ("no-modal", "Deux lampes de secours par cour.", "La cour aura deux lampes de secours."),
        ("passive-no-actor", "La lampe sera fixée au mur.", "Le maçon fixera la lampe au mur."),
        ("missing-unit", "La lampe brillera au moins 30.", "La lampe brillera au moins 30 h."),
        ("vague-term", "La lampe sera assez robuste.", "La lampe tombera de 2 m sans casser."),
        ("escape-clause", "La lampe brillera si possible.", "La lampe brillera si la porte ouvre."),
        ("open-ended", "Elle résistera notamment au gel.", "La lampe résistera au gel."),
        (
            "superfluous-infinitive",
            "La porte doit être capable de fermer.",
            "La porte doit fermer.",
        ),
        ("and-or", "La lampe brillera et/ou sonnera.", "La lampe brillera ou sonnera."),
        ("double-negation", "Rien ne se fera pas sans lampe.", "Rien ne se fera sans lampe."),
        ("oblique", "Un bouton marche/arrêt sera posé.", "Le vent soufflera à 9 km/h."),
        (
            "multiple",
            "La lampe doit afficher l'heure et sonner à midi.",
            "La lampe doit afficher l'heure et le chantier.",
        ),
        ("pronoun", "Elle brillera la nuit.", "Il est interdit de fumer."),
        ("absolute", "La lampe brillera en permanence.", "La lampe brillera la nuit."),
        (
            "unbounded",
            "Le délai sera inférieur à la norme.",
            "Le délai sera inférieur à deux jours.",
        ),
        ("tbd", "La teinte reste à définir.", "La teinte sera le bleu."),
        (
            "undefined-reference",
            "La lampe respectera les normes en vigueur.",
            "La lampe respectera la norme NF 99.",
        ),
    ],
    "de": [
        ("no-modal", "Zwei Lampen je Hof.", "Der Hof muss zwei Lampen haben."),
        ("passive-no-actor", "Die Lampe muss geprüft werden.", "Der Maurer muss die Lampe prüfen."),
        (
            "missing-unit",
            "Die Lampe muss mindestens 30.",
            "Die Lampe muss mindestens 30 h leuchten.",
        ),
        ("vague-term", "Die Lampe muss ausreichend leuchten.", "Die Lampe muss leuchten."),
        ("escape-clause", "Die Lampe soll bei Bedarf leuchten.", "Die Lampe soll nachts leuchten."),
        ("open-ended", "Sie muss Regen, Schnee usw. standhalten.", "Sie muss Regen standhalten."),
        (
            "superfluous-infinitive",
            "Die Lampe muss in der Lage sein zu leuchten.",
            "Die Lampe muss leuchten.",
        ),
        ("and-or", "Sie muss leuchten und/oder tönen.", "Sie muss leuchten oder tönen."),
        ("double-negation", "Das ist nicht ohne Lampe zu bauen.", "Das ist mit Lampe zu bauen."),
        ("oblique", "Ein Schalter/Taster muss da sein.", "Der Wind darf 9 km/h haben."),
        (
            "multiple",
            "Die Lampe muss leuchten, und der Rotor muss drehen.",
            "Die Lampe und der Rotor müssen leuchten.",
        ),
        ("pronoun", "Sie muss nachts leuchten.", "Es muss möglich sein, zu lüften."),
        ("absolute", "Die Lampe muss immer leuchten.", "Die Lampe muss nachts leuchten."),
        ("unbounded", "Die Lampe muss möglichst leuchten.", "Die Lampe muss 9 h leuchten."),
        ("tbd", "Die Farbe ist noch festzulegen.", "Die Farbe ist blau."),
        (
            "undefined-reference",
            "Die Lampe muss den einschlägigen Normen genügen.",
            "Die Lampe muss EN 99 genügen.",
        ),
    ],
}
EVERY = [(language, *case) for language, cases in CASES.items() for case in cases]


def names(text: str, language: str) -> set[str]:
    return {flag.name for flag in flags(text, lexicon(language))}


@pytest.mark.parametrize(("language", "flag", "flawed", "sound"), EVERY)
def test_flag_is_raised_where_it_should_be_and_only_there(
    language: str, flag: str, flawed: str, sound: str
) -> None:
    assert flag in names(flawed, language)
    assert flag not in names(sound, language)


@pytest.mark.parametrize("language", languages())
def test_every_flag_of_the_catalogue_has_its_cases(language: str) -> None:
    by_words = [name for name, rule in catalogue().items() if rule.rule]
    assert [case[0] for case in CASES[language]] == by_words


@pytest.mark.parametrize(
    ("text", "flag", "words"),
    [
        ("Adequate light shall be robust.", "vague-term", ("Adequate", "robust")),
        ("The lamp shall glow for >= 30.", "missing-unit", ("30",)),
        ("The lamp shall glow; the fan must turn.", "multiple", ("shall", "must", ";")),
        ("Two spare lamps per yard.", "no-modal", ()),
        ("This shall be on this wall.", "pronoun", ("This",)),
    ],
)
def test_flag_names_the_words_it_is_about(text: str, flag: str, words: tuple[str, ...]) -> None:
    assert {one.name: one.words for one in flags(text, lexicon("en"))}[flag] == words


def test_item_lacks_no_modal_where_its_introduction_has_one() -> None:
    assert flags("two spare lamps;", lexicon("en"), "The yard shall have:") == ()
    assert [flag.name for flag in flags("two spare lamps;", lexicon("en"), "Lamps:")] == [
        "no-modal"
    ]


def test_every_flag_names_its_rule_and_says_why() -> None:
    assert catalogue()["vague-term"].rule == "R7"
    assert {name for name, rule in catalogue().items() if rule.rule is None} == {TRACKED}
    assert all((rule.rule or "C")[0] in "RC" for rule in catalogue().values())
    assert all(rule.why.endswith((".", "?")) for rule in catalogue().values())


def test_tracked_change_is_flagged_whatever_the_words_are() -> None:
    text = "The lamp shall glow for 9 h."
    assert flags(text, lexicon("en")) == ()
    assert flags(text, lexicon("en"), is_revised=True) == (Flag(TRACKED),)
