"""A German requirements document: muss and darf nicht, "hat ... zu", noun phrases in a list."""

from .drawing import PageDesign
from .sample import PdfSample
from .styles import HELVETICA

SOURCE = """
= Lastenheft Schließanlage

Stadtwerke Moorhagen – Gebäudetechnik

Vergabe 2032-07: elektronische Schließanlage für sechs Betriebshöfe

# 1 Einleitung

## 1.1 Zweck

[[N Dieses Lastenheft beschreibt die Schließanlage, die geliefert werden muss.]] Die Betriebshöfe
liegen über das Stadtgebiet verteilt und werden rund um die Uhr genutzt.

## 1.2 Ausgangslage

Derzeit sind an den Höfen mechanische Zylinder von vier Herstellern in Gebrauch. [[N Bisher musste
bei jedem verlorenen Schlüssel ein Zylinder getauscht werden.]] Im letzten Jahr wurden 212 Schlüssel
als verloren gemeldet.

## 1.3 Begriffe

[[N Der Begriff „Medium“ bezeichnet den Gegenstand, mit dem ein Benutzer eine Tür öffnen kann.]]

# 2 Leistungen des Auftragnehmers

## 2.1 Lieferung und Montage

[[M Der Auftragnehmer hat alle Zylinder vor der Montage zu prüfen.]] [[M Er ist verpflichtet, die
Höfe während der Arbeiten verschließbar zu halten.]] [[M Die ausgebauten Zylinder sind dem
Auftraggeber gegen Quittung zu übergeben.]] [[P Das Bohren in Brandschutztüren ist untersagt.]] [[M
Schäden an Türblättern beseitigt der Auftragnehmer auf eigene Kosten.]]

[[R Die Arbeiten sollten hofweise ausgeführt werden.]] [[N Der Auftraggeber behält sich vor, die
Reihenfolge der Höfe zu ändern.]]

## 2.2 Schulung

[[M Der Auftragnehmer muss zwölf Bediener an zwei Tagen schulen.]] Der Auftragnehmer muss dabei
folgende Unterlagen übergeben:

* [[M eine Kurzanleitung je Bediener;]]

* [[M ein Handbuch der Verwaltung;]]

* [[M die Liste der Fehlermeldungen.]]

# 3 Technische Anforderungen

## 3.1 Türtechnik

[[N Diese Anforderungen beschreiben die Ausstattung der Türen.]]

SA-01 [[M# Jeder Zylinder muss mit einem Medium in höchstens einer Sekunde entriegeln.]]

SA-02 [[M# Die Batterie eines Zylinders soll mindestens 60 000 Öffnungen reichen.]]

SA-03 [[P# Ein Zylinder darf bei leerer Batterie nicht offen bleiben.]]

SA-04 [[M# Außenliegende Zylinder müssen der Schutzart IP66 genügen.]]

SA-05 [[O# Ein Zylinder kann zusätzlich mit einem Notschlüssel geöffnet werden.]]

SA-06 [[R# Die Leser sollten im Dunkeln beleuchtet sein.]]

SA-07 [[M# Fluchttüren sind so auszurüsten, dass sie von innen ohne Medium öffnen.]]

## 3.2 Verwaltung

[[M Die Software speichert jede Öffnung mit Tür, Medium und Uhrzeit.]] [[M Ein verlorenes Medium ist
innerhalb von fünf Minuten an allen Türen zu sperren.]] [[P Die Protokolle dürfen nicht von
Bedienern gelöscht werden.]] [[M Zugriffe auf Protokolle dürfen nur mit zwei Kennwörtern möglich
sein.]] [[P Personenbezogene Daten dürfen unter keinen Umständen an Dritte gelangen.]]

Hinweis: Die Protokolle werden vom Betriebsrat einmal im Jahr eingesehen.

## 3.3 Betrieb und Wartung

[[M Der Auftragnehmer verpflichtet sich, Störungen binnen vier Stunden zu beheben.]] [[M Bei Ausfall
des Servers müssen alle Türen mindestens 72 Stunden weiter bedienbar sein.]] [[M Ersatzteile sind
zehn Jahre lang vorzuhalten.]] [[R Es wird empfohlen, die Wartung in die Nacht zu legen.]]

# 4 Zuschlag

[[N Der Zuschlag wird auf das wirtschaftlichste Angebot erteilt.]] [[N Bei Verzug kann der
Auftraggeber eine Vertragsstrafe von 150 Euro je Tag verlangen.]]
"""  # noqa: RUF001 - German typography

SAMPLE = PdfSample(
    name="specification-de",
    design=PageDesign(
        face=HELVETICA,
        size=11,
        header=("Stadtwerke Moorhagen", "Lastenheft 2032-07"),
        footer="Seite {page} von {pages}",
        title="Lastenheft 2032-07",
    ),
    source=SOURCE,
)
