"""A French CCTP: future indicative, prescriptive present, noun phrases under an introduction."""

from .drawing import PageDesign
from .sample import PdfSample
from .styles import HELVETICA

SOURCE = """
= Cahier des clauses techniques particulières

Communauté d'agglomération du Val-Brenne – Direction des mobilités

Marché n° 2031-118 : renouvellement de la signalisation lumineuse tricolore et du poste central de
régulation du trafic

# 1 Objet et contexte

## 1.1 Objet du marché

[[N Le présent CCTP décrit les équipements qui devront être fournis, posés et mis en
service.]] Le marché porte sur 84 carrefours à feux répartis sur onze
communes et sur le poste central installé à l'hôtel d'agglomération.

## 1.2 Situation actuelle

Les contrôleurs en service ont été posés entre 1998 et 2006. [[N Actuellement, chaque modification
de plan de feux doit être saisie sur place par un agent.]] Le poste central ne dialogue plus
qu'avec la moitié des carrefours. La collectivité cherche à réduire les temps de parcours des
autobus et à améliorer la sécurité des piétons.

## 1.3 Définitions

[[N On entend par « contrôleur » l'équipement de rue qui doit commander les feux d'un carrefour.]]
[[N Le terme « titulaire » désigne l'entreprise attributaire du marché.]]

## 1.4 Rôle de la collectivité

[[N La collectivité mettra à la disposition du titulaire les plans de récolement dont elle
dispose.]] [[N Le pouvoir adjudicateur pourra modifier l'ordre des carrefours par ordre de
service.]] [[N La collectivité se réserve le droit de faire contrôler les travaux par un bureau
extérieur.]]

# 2 Prestations attendues

## 2.1 Études

[[M Le titulaire réalisera un relevé complet de chaque carrefour avant toute intervention.]] [[M
Les plans de feux seront remis à la collectivité sous forme de fichiers modifiables.]] [[M Le
titulaire devra justifier les temps de vert minimaux retenus pour les piétons.]] La validation par
la collectivité prend en général dix jours. [[M Il appartient au titulaire de vérifier l'état des
fourreaux existants.]]

Le dossier d'exécution comprend obligatoirement :

* [[M un plan d'implantation des supports à l'échelle 1/200 ;]]

* [[M le schéma de câblage de chaque armoire ;]]

* [[M une note de calcul des chutes de tension ;]]

* [[M le programme des essais de réception.]]

## 2.2 Fourniture et pose

[[M Le titulaire fournira et posera les contrôleurs, les signaux, les détecteurs et les câbles
nécessaires.]] [[M Il est tenu de maintenir les feux en fonctionnement aux heures de pointe.]] [[M
La dépose et l'évacuation des matériels anciens sont à la charge du titulaire.]] [[M En cas de
coupure supérieure à deux heures, le carrefour sera géré par des feux provisoires.]]

[[P Aucun carrefour ne devra être mis hors service pendant la période scolaire sans accord
écrit.]] [[P Il est interdit de réutiliser les câbles en place.]] [[P Les supports ne seront en
aucun cas percés sur site.]]

[[M Le titulaire élaborera un plan de balisage pour chaque phase de travaux et le soumettra à la
collectivité quinze jours avant le début de la phase.]] [[M Les cheminements des piétons seront
maintenus en permanence sur une largeur d'au moins 1,40 mètre.]] [[P Les tranchées ne resteront
pas ouvertes du vendredi soir au lundi matin.]] Les commerçants riverains sont informés par une
lettre de la collectivité.

[[R Il est recommandé de regrouper les interventions par itinéraire.]] [[R Les travaux bruyants
devraient être exécutés entre 9 h et 16 h.]]

# 3 Spécifications des équipements

## 3.1 Contrôleurs

[[M Le contrôleur gère au minimum 32 lignes de feux et 64 entrées de détection.]] [[M Il est doté
d'une horloge interne dont la dérive est inférieure à une seconde par mois.]] [[M Le contrôleur
devra passer au clignotant orange lorsque deux verts antagonistes sont détectés.]] [[M Il
redémarre en moins de 30 secondes après une coupure de courant.]] [[R La face avant sera de
préférence accessible sans dépose de la porte.]]

Chaque contrôleur sera équipé des éléments suivants :

> a) [[M un coupe-circuit général cadenassable ;]]

> b) [[M une prise de courant de service protégée par un dispositif différentiel ;]]

> c) [[M un modem de secours pour le réseau mobile ;]]

> d) [[M un port de maintenance isolé du réseau de régulation.]]

## 3.2 Armoires et massifs

[[M Les armoires sont en aluminium et résistent à un choc de 20 joules.]] [[P Leur indice de
protection ne sera pas inférieur à IP54.]] [[M Le titulaire dimensionnera les massifs en fonction
de la nature du sol et en fournira la note de calcul.]] [[M Chaque armoire porte une plaque gravée
indiquant le numéro du carrefour et le téléphone de l'exploitant.]]

Fourniture et pose comprennent notamment :

* [[M la fourniture des massifs préfabriqués ;]]

* [[M le raccordement au réseau de terre ;]]

* [[M la remise en état des trottoirs à l'identique.]]

## 3.3 Signaux

[[M Les signaux seront à diodes électroluminescentes et alimentés en très basse tension.]] [[M
Leur durée de vie sera d'au moins 80 000 heures.]] [[M Les signaux piétons comportent un
dispositif sonore pour les personnes malvoyantes.]] [[M La puissance appelée par un feu est
inférieure à 10 W.]] Les diodes consomment environ un dixième de l'énergie d'une lampe à
incandescence.

## 3.4 Détection

[[M Le titulaire équipera chaque branche d'un détecteur de véhicules et d'un détecteur de vélos.]]
[[M Le taux de détection sera supérieur à 98 %, de jour comme de nuit.]] [[P Les images des
caméras ne doivent pas être enregistrées.]] [[M Les détecteurs en panne sont signalés au poste
central en moins de cinq minutes.]] Les boucles inductives en place datent de 1998 et sont souvent
coupées par les travaux de voirie.

# 4 Poste central

## 4.1 Fonctions

Le logiciel du poste central doit permettre à l'exploitant :

> a) [[M de visualiser l'état de tous les carrefours sur un fond de plan ;]]

> b) [[M de modifier un plan de feux et de le télécharger vers le contrôleur ;]]

> c) [[M de consulter l'historique des défauts sur trois ans ;]]

> d) [[M d'établir un rapport mensuel de disponibilité par carrefour.]]

Le poste central fonctionne sur les serveurs existants de la collectivité, qui ont été remplacés
en 2028.

[[M Chaque commande est enregistrée avec le nom de l'exploitant, la date et l'heure.]] [[M Le
système accordera la priorité aux autobus en retard de plus de deux minutes.]] [[M Le logiciel est
fourni avec un droit d'usage sans limite de durée ni de nombre de postes.]]

## 4.2 Disponibilité et sécurité

[[M Le taux de disponibilité du poste central sera d'au moins 99,5 % par mois.]] [[M Les échanges
entre le poste central et les contrôleurs doivent être chiffrés.]] [[M Le titulaire s'engage à
corriger toute faille critique dans un délai de sept jours.]] [[P Aucun mot de passe par défaut ne
subsistera après la réception.]]

# 5 Formation, garantie et maintenance

## 5.1 Formation

[[M Le titulaire assurera la formation de huit exploitants pendant cinq jours.]] [[M Les supports
de formation seront rédigés en français.]] [[N Les agents seront désignés par la collectivité.]]

## 5.2 Garantie

[[M Les équipements sont garantis cinq ans à compter de la réception.]] [[M Pendant cette période,
le titulaire remplacera à ses frais toute pièce défectueuse.]] [[P Le délai d'intervention ne
dépassera pas quatre heures pour un carrefour éteint.]]

## 5.3 Documents à remettre

Le titulaire remettra, au plus tard à la réception :

* [[M les plans conformes à l'exécution ;]]

* [[M les notices d'exploitation et de maintenance ;]]

* [[M les procès-verbaux d'essais ;]]

* [[M une sauvegarde complète de la configuration.]]

## 5.4 Maintenance

[[M Le titulaire effectuera deux visites préventives par an et par carrefour.]] [[M Il tiendra à
jour un registre des interventions consultable en ligne par la collectivité.]] [[M Les pièces de
rechange devront rester disponibles pendant dix ans après la réception.]] Un bilan est dressé
chaque année lors d'une réunion commune. [[R La reprise des matériels déposés par une filière de
réemploi serait appréciée.]]

## 5.5 Pénalités

[[N En cas de retard, la collectivité pourra appliquer une pénalité de 200 euros par jour.]] [[N
Les pénalités seront déduites du décompte final.]]
"""  # noqa: RUF001 - French typography

SAMPLE = PdfSample(
    name="tender-fr",
    design=PageDesign(
        face=HELVETICA,
        size=12,
        header=("Val-Brenne Agglomération", "CCTP, marché n° 2031-118"),
        footer="Page {page} / {pages}",
        title="CCTP 2031-118",
    ),
    source=SOURCE,
)
