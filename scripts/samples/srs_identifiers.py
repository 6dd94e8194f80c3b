"""A system requirements specification: each requirement carries an identifier in brackets."""

from .drawing import PageDesign
from .sample import PdfSample
from .styles import HELVETICA

SOURCE = """
= Orchard Cold Store Controller: System Requirements Specification

Document OCS-SRS, issue 2.1. Prepared by Lindqvist Refrigeration Systems for the growers'
cooperative of Merrow Vale.

# 1 General

## 1.1 Purpose

[[N This document contains the requirements that the Orchard Cold Store Controller (OCS) shall
meet.]] It is addressed to the developers of the controller and to the cooperative, which accepts
it.

## 1.2 Conventions

[[N Every requirement begins with an identifier in square brackets and uses the word "shall".]]
[[N Paragraphs headed "Note" or "Rationale" are information and need not be verified.]]

## 1.3 Overview

A cold store consists of up to sixteen chambers. Fruit is cooled after harvest and kept for up to
ten months in an atmosphere that is poor in oxygen. One controller serves one store. In the
previous generation an operator had to read the oxygen meters twice a day.

# 2 Functional requirements

## 2.1 Temperature

[OCS-TMP-001] [[M# The OCS shall measure the air temperature of each chamber at no fewer than four
points.]]

[OCS-TMP-002] [[M# The OCS shall keep the mean air temperature of a chamber within 0.3 K of its
set point once the chamber has been cooled down.]]

! Rationale: apples of the late varieties suffer chilling injury below 0.5 °C. A tighter band
would need larger coolers.

[OCS-TMP-003] [[M# When the mean temperature has been more than 1 K above the set point for longer
than 15 minutes, the OCS shall raise a temperature alarm.]]

[OCS-TMP-004] [[M# The OCS shall reject set points below -1.5 °C.]]

[OCS-TMP-005] [[M# If a sensor fails, then the OCS shall continue to control the chamber with the
remaining sensors.]]

! Note: the procedure for replacing a sensor must be looked up in the maintenance manual.

[OCS-TMP-006] [[R# The OCS should stagger the start of the coolers to limit the peak demand of the
store.]]

## 2.2 Atmosphere

[OCS-ATM-001] [[M# The OCS shall measure oxygen and carbon dioxide in each chamber at least once
in 30 minutes.]]

[OCS-ATM-002] [[M# While a chamber is sealed, the OCS shall keep its oxygen content between 1.0 %
and 3.0 % by volume.]]

[OCS-ATM-003] [[P# The OCS shall not open the nitrogen valve of a chamber whose door is open.]]

[OCS-ATM-004] [[M# The OCS shall display the message "Danger: oxygen below 18 %" at the door of
each chamber that must not be entered.]]

[OCS-ATM-005] [[M# The OCS shall log each purge of a chamber with its beginning, its end and the
volume of nitrogen used.]]

! Note: see [OCS-ALM-002] for the alarm that follows when the oxygen content drops too far.

[OCS-ATM-006] [[O# The OCS may offer a dynamic atmosphere mode that follows the respiration of the
fruit.]]

## 2.3 Alarms

[OCS-ALM-001] [[M# The OCS shall forward every alarm to the mobile telephones of the operators on
duty within 60 seconds.]]

[OCS-ALM-002] [[M# The OCS shall raise an alarm of the highest class when the oxygen content of an
occupied area falls below 19 %.]]

[OCS-ALM-003] [[M# The OCS shall repeat an alarm every ten minutes until an operator has
acknowledged it.]]

[OCS-ALM-004] [[P# An operator must not be able to suppress alarms of the highest class.]]

The classes of alarms were agreed with the cooperative during the workshop of 6 May. They follow
the usage of the existing stores.

[OCS-ALM-005] [[M# The OCS shall keep the history of alarms for at least 24 months.]]

# 3 Interfaces

## 3.1 Operator interface

[OCS-HMI-001] [[M# The OCS shall show the state of all chambers on one page.]]

[OCS-HMI-002] [[M# The operator interface shall be available in English and Swedish.]]

[OCS-HMI-003] [[M# The OCS shall require a second confirmation before a set point is changed in a
chamber that holds fruit.]]

[OCS-HMI-004] [[R# Values should be shown with the unit used in the grower's contract.]]

## 3.2 External systems

[OCS-EXT-001] [[M# The OCS shall export the temperature record of a chamber as a comma-separated
file on request.]]

[OCS-EXT-002] [[M# The OCS shall accept the energy tariff of the next day from the supplier's
server.]]

! Rationale: the cooperative buys power at hourly prices and wants to cool when power is cheap.

[OCS-EXT-003] [[M# In the absence of a tariff the OCS shall use the tariff of the same day of the
previous week.]]

# 4 Quality requirements

## 4.1 Dependability

[OCS-DEP-001] [[M# The OCS shall be available for at least 99.9 % of each storage season.]]

[OCS-DEP-002] [[M# After a power failure the OCS shall resume control within two minutes without
operator action.]]

[OCS-DEP-003] [[P# The mean time to repair of the OCS shall not exceed four hours.]]

! Note: a spare controller is usually kept on site, so that repair means exchange.

## 4.2 Security

[OCS-SEC-001] [[M# The OCS shall authenticate every user before it accepts a command.]]

[OCS-SEC-002] [[M# The OCS shall lock an account for 15 minutes after five failed attempts to log
in.]]

[OCS-SEC-003] [[P# The OCS shall not accept software that is not signed by its manufacturer.]]

## 4.3 Performance

[OCS-PRF-001] [[M# The OCS shall refresh the values on the operator's page at least every five
seconds with sixteen chambers connected.]]

[OCS-PRF-002] [[M# The OCS shall store one value a minute for each sensor over a period of 36
months.]]
"""

SAMPLE = PdfSample(
    name="srs-identifiers",
    design=PageDesign(
        face=HELVETICA,
        size=10.5,
        header=("OCS-SRS issue 2.1", "Lindqvist Refrigeration Systems"),
        footer="{page}",
        title="Orchard Cold Store Controller: System Requirements Specification",
    ),
    source=SOURCE,
)
