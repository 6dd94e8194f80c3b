"""Un cahier des charges sous Word : listes introduites, tableau d'exigences avec identifiants."""

from .package import Level, WordDesign
from .sample import DocxSample

SOURCE = """
= Logiciel de gestion du patrimoine arboré

Ville de Sainte-Orlande – Direction des espaces verts – Cahier des charges fonctionnel

# 1 Contexte

## 1.1 Présentation

La ville entretient 23 000 arbres d'alignement et quatorze parcs. [[N Aujourd'hui, chaque agent
doit reporter ses observations sur une fiche en papier.]] Les fiches sont saisies une fois par
mois dans un tableur, ce qui retarde les interventions urgentes.

## 1.2 Objectifs

La ville souhaite disposer d'une vision partagée de son patrimoine et réduire le nombre de chutes
de branches. [[N Le présent document décrit les fonctions que le logiciel devra offrir.]]

## 1.3 Vocabulaire

[[N On appelle « sujet » un arbre qui doit être suivi individuellement.]] [[N Le « prestataire »
désigne la société retenue.]]

# 2 Exigences fonctionnelles

## 2.1 Inventaire

Le logiciel doit permettre :

* [[M de créer la fiche d'un sujet à partir de sa position sur la carte ;]]

* [[M de joindre à une fiche des photographies et des comptes rendus d'expertise ;]]

* [[M de rechercher les sujets par essence, par âge et par état sanitaire ;]]

* [[M d'importer l'inventaire existant sans ressaisie.]]

[[M Chaque modification d'une fiche est datée et signée.]] [[P La suppression d'une fiche ne doit
pas effacer son historique.]] [[R Il est souhaitable que la carte reste utilisable sans réseau.]]

## 2.2 Interventions

[[M Le logiciel affectera les demandes d'intervention à l'équipe du secteur.]] [[M Une demande
urgente sera signalée au chef d'équipe en moins d'une minute.]] Les équipes sont au nombre de six.
[[M L'agent devra pouvoir clore une intervention depuis son téléphone.]]

La fiche d'intervention comporte au minimum les informations suivantes :

> a) [[M la date et l'heure de la demande ;]]

> b) [[M le nom du demandeur ;]]

> c) [[M la nature des travaux et leur durée prévue.]]

## 2.3 Tableau des exigences

| Réf. | Exigence | Niveau | Vérification |
| EXG-01 | [[M# Le logiciel doit afficher 23 000 sujets sur la carte en moins de trois secondes.]]
  | Obligatoire | Essai |
| EXG-02 | [[M# Le logiciel exporte l'inventaire dans un format ouvert.]] | Obligatoire | Essai |
| EXG-03 | [[M# Les droits d'accès sont définis par profil et par secteur.]] | Obligatoire |
  Démonstration |
| EXG-04 | [[R# Le logiciel propose un calendrier des tailles.]] | Souhaitable | Démonstration |
| EXG-05 | [[P# Le mot de passe ne doit jamais être affiché en clair.]] | Obligatoire | Inspection |
| EXG-06 | [[M# Les sauvegardes sont chiffrées et conservées trente jours.]] | Obligatoire |
  Inspection |
| EXG-07 | [[O# Le logiciel peut offrir une application destinée au public.]] | Facultatif |
  Démonstration |

# 3 Exigences techniques

## 3.1 Hébergement

[[M Le prestataire hébergera le logiciel et les données sur le territoire national.]] [[P La
disponibilité mensuelle ne sera pas inférieure à 99,5 %.]] [[M Les frais de transfert des données
en fin de contrat sont à la charge du prestataire.]] [[N La ville pourra faire procéder à un audit
de sécurité.]]

## 3.2 Caractéristiques attendues

Le logiciel respectera les valeurs suivantes :

| Caractéristique | Valeur |
|M Nombre d'utilisateurs simultanés | au moins 60 |
|M Temps de réponse moyen | inférieur à 2 s |
|M Taille d'une photographie | jusqu'à 20 Mo |

## 3.3 Accessibilité

[[M L'interface doit être entièrement utilisable au clavier.]] [[R Les libellés devraient pouvoir
être agrandis sans perte d'information.]]

# 4 Prestations

## 4.1 Mise en service

[[M Le prestataire reprendra les données du tableur et corrigera les doublons.]] [[M Il est tenu
de livrer une plate-forme de test quinze jours avant la mise en service.]] [[M La recette se
déroulera sur un mois d'exploitation réelle.]]

## 4.2 Formation et assistance

Le prestataire assurera :

* [[M la formation de six référents pendant deux jours ;]]

* [[M une assistance par téléphone de 8 h à 18 h les jours ouvrés ;]]

* [[M la fourniture d'un guide de l'utilisateur en français.]]

[[M Toute anomalie bloquante devra être corrigée sous quatre heures ouvrées.]] [[N La ville
désignera un chef de projet unique.]]
"""  # noqa: RUF001 - French typography

SAMPLE = DocxSample(
    name="cahier-des-charges",
    design=WordDesign(
        language="fr-FR",
        heading_style="Titre",
        levels=(
            Level("Titre1", "decimal", "%1"),
            Level("Titre2", "decimal", "%1.%2"),
            Level("Clause1", "lowerLetter", "%3)"),
        ),
        header="Ville de Sainte-Orlande, cahier des charges fonctionnel",
        footer="Version 1.2",
        bullet="–",  # noqa: RUF001 - the bullet of French Word templates
    ),
    source=SOURCE,
)
