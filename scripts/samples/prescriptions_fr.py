"""Un CCTP sans verbes d'obligation : présent, groupes nominaux, infinitifs et fiches numérotées."""

from .drawing import PageDesign
from .sample import PdfSample
from .styles import HELVETICA

SOURCE = """
= Entretien des fontaines de la ville

Ville de Saint-Aubrac, Direction de l'eau. Cahier des clauses techniques particulières

# 1 Contexte

## 1.1 Présentation

La ville compte quarante-deux fontaines. La plus ancienne date de 1871 et sa capacité est de
douze mètres cubes. [[N La fontaine du marché a été restaurée en 2015.]] [[N Ce chapitre présente
les fontaines que le titulaire devra entretenir.]]

## 1.2 Rôle de la ville

[[N La ville désignera un correspondant unique.]] [[N Il appartient au maître d'ouvrage de couper
l'eau avant les grands travaux.]] [[N La ville ne pourra être tenue pour responsable des dommages
causés aux véhicules du titulaire.]]

La ville mettra à disposition du titulaire :

* [[N un local de rangement ;]]

* [[N les plans des réseaux.]]

# 2 Description des prestations

## 2.1 Entretien courant

[[M Le titulaire réalise une visite de chaque fontaine par semaine.]] [[M L'entretien comprend le
nettoyage des bassins et le contrôle des pompes.]] [[M Chaque visite est consignée dans le registre
de la fontaine.]] [[M Le passage des véhicules implique pour le titulaire de baliser la place.]]

Les prestations du titulaire sont les suivantes :

* [[M nettoyer les grilles et les buses ;]]

* [[M relever les compteurs d'eau ;]]

* [[M signaler toute fuite dans la journée.]]

## 2.2 Fournitures

Le titulaire doit fournir :

* [[M des pompes de rechange de même débit ;]]

* [[M un stock de joints pour deux saisons ;]]

* [[M une notice d'entretien par fontaine.]]

[[M Fourniture et pose d'une grille en fonte sur chaque bassin.]] [[M Les grilles sont conformes à
la norme NF EN 124.]]

## 2.3 Fiches des ouvrages

EXF-001

Exigence : [[M# La pompe principale délivre un débit d'au moins 20 m3/h.]]

Justification : L'ancienne pompe devait être relayée en été. Elle sera déposée par la ville.

Origine : Service des fontaines.

EXF-002

Exigence : [[M# Le bassin est muni d'un trop-plein.]]

Justification : Les orages de juin font déborder la place.

Origine : Service de la voirie.

EXF-003

Exigence : [[P# L'éclairage ne doit pas éblouir les passants.]]

Justification : Des plaintes ont été reçues.

Origine : Conseil de quartier.

EXF-004

Exigence : [[M# La commande à distance permet d'arrêter la fontaine à tout moment.]]

Justification : Le gel a fendu deux vasques.

Origine : Service des fontaines.

# 3 Contrôle

[[M Le titulaire remet un rapport à la fin de chaque trimestre.]] [[R Il est souhaitable que le
rapport contienne des photographies.]] [[N Ces rapports auront pour objet de préparer la réunion
annuelle.]]
"""

SAMPLE = PdfSample(
    name="prescriptions-fr",
    design=PageDesign(
        face=HELVETICA,
        size=11,
        header=("Ville de Saint-Aubrac", "CCTP fontaines"),
        footer="Page {page} / {pages}",
        title="CCTP Entretien des fontaines",
    ),
    source=SOURCE,
)
