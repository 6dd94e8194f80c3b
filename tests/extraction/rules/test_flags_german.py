"""German sentences of our own that oblige to one thing or to several."""

import pytest

from reqx.extraction.lexicon import lexicon
from reqx.extraction.rules.flags import flags

SEVERAL = [
    "Die Pumpe muss den Behälter füllen und die Leitung spülen.",
    "Die Pumpe muss starten und stoppen.",
    "Die Ventile müssen jährlich geprüft und gereinigt werden.",
    "Die Ventile sind zu prüfen und zu reinigen.",
    "Der Auftragnehmer hat die Lampen zu liefern und im Hof aufzustellen.",
    "Das System muss den Besuch speichern sowie den Pförtner benachrichtigen.",
    "Die Anlage soll den Druck messen, anzeigen und speichern.",
    "Der Bieter muss das Angebot unterschreiben und bis Freitag einreichen.",
    "Die Tür muss sich öffnen oder einen Alarm auslösen.",
    "Die Lampe muss leuchten, und der Rotor muss drehen.",
    "Die Daten müssen verschlüsselt übertragen und nach 30 Tagen gelöscht werden.",
    "Das Gerät darf nicht überhitzen und muss leise laufen.",
    "Der Kran muss die Last heben und sicher absetzen.",
    "Die Software soll Rechnungen erzeugen und an den Kunden versenden.",
    "Der Auftragnehmer muss die alten Fenster ausbauen und fachgerecht entsorgen.",
    "Die Firma ist verpflichtet, den Schaden zu melden und innerhalb von zwei Tagen zu beheben.",
    "Der Filter muss wöchentlich gewechselt und entsorgt werden.",
    "Das Programm muss Eingaben prüfen und Fehler protokollieren.",
    "Der Fahrer muss die Türen schließen oder die Rampe einfahren.",
    "Das Tor muss bei Sturm schließen und verriegeln.",
    "Der Lieferant hat Muster vorzulegen und freigeben zu lassen.",
    "Die Heizung muss drei Räume erwärmen sowie warmes Wasser bereitstellen.",
    "Das Personal soll Gäste begrüßen, beraten und zum Zimmer begleiten.",
]
ONE = [
    "Die Pumpe muss den Behälter und die Leitung füllen.",
    "Die großen und kleinen Lampen müssen leuchten.",
    "Das Tor muss die großen und kleinen Fahrzeuge tragen.",
    "Die Wand muss innen und außen gestrichen werden.",
    "Der Auftragnehmer muss Lampen und Masten liefern.",
    "Die Leitung muss zwischen dem neuen und dem alten Schrank liegen.",
    "Das System muss Namen und Adressen speichern.",
    "Der Behälter muss oben und unten dicht sein.",
    "Die Tür muss schwarz oder weiß sein.",
    "Die Anlage muss bei Tag und Nacht laufen.",
    "Die Lampe muss mindestens acht Stunden leuchten.",
    "Alle vier Wochen und nach Stürmen muss die Brücke geprüft werden.",
    "Der Kran muss Lasten und Körbe heben.",
    "Die Software muss kurze und lange Berichte drucken.",
    "Die Räume müssen trocken und warm sein.",
    "Der Zaun muss aus verzinkten und lackierten Stäben bestehen.",
    "Die Anlage muss zwischen zehn und zwanzig Grad arbeiten.",
    "Der Schrank muss in Breite und Höhe passen.",
    "Das Gerät muss Wind und Wetter widerstehen.",
    "Die Wege müssen für Radfahrer und ältere Menschen nutzbar sein.",
    "Der Auftragnehmer muss alle Leitungen und Rohre in den neuen und alten Gebäuden prüfen.",
    "Die Pumpe muss mit kaltem oder warmem Wasser arbeiten.",
    "Die Frist muss sieben oder vierzehn Tage betragen.",
    "Die Türen müssen rauchdicht und selbstschließend sein.",
    "Die Daten müssen in Deutschland oder Österreich liegen.",
]


@pytest.mark.parametrize("text", SEVERAL)
def test_clauses_that_each_end_in_a_verb_are_several_obligations(text: str) -> None:
    assert "multiple" in {flag.name for flag in flags(text, lexicon("de"))}


@pytest.mark.parametrize("text", ONE)
def test_words_that_only_end_like_verbs_are_none(text: str) -> None:
    assert "multiple" not in {flag.name for flag in flags(text, lexicon("de"))}
