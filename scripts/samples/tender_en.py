"""A call for tenders: long prose, lists with introductions, definitions and buyer's rights."""

from .drawing import PageDesign
from .sample import PdfSample
from .styles import TIMES

SOURCE = """
= Call for Tenders EVW/31/07: Telemetry Outstations for Rural Pumping Stations

Ellery Valley Water, Supply Directorate, 4 Weir Lane, Ellery

! Tenders close at 12:00 on Friday 14 March. Questions go to the tender desk in writing.

@contents

@page

# 1 Introduction

## 1.1 Background

Ellery Valley Water (the "Authority") supplies drinking water to 61 parishes. Its 138 pumping
stations were equipped with radio outstations between 2004 and 2009. [[N These outstations must be
visited by a technician whenever a set point has to be changed.]] Spare parts are no longer made,
and two out of three winter call-outs end with a unit that cannot be repaired on site.

The Authority therefore wishes to replace all outstations within 30 months. The present document
describes the works and services that are sought, and how tenders will be judged.

## 1.2 Definitions

[[N "Outstation" means the assembly of controller, modem, power supply and enclosure that shall be
installed at one pumping station.]]

[[N "Contractor" means the tenderer with whom the Authority signs the contract.]]

[[N "Working day" refers to any day from Monday to Friday on which the Authority's offices must be
open under its charter.]]

## 1.3 Rights of the Authority

[[N The Authority may award the contract in whole or by lot.]] [[N The Authority reserves the
right to reject any tender and shall not be liable for the cost of preparing it.]] [[N The
Authority will provide tenderers with the drawings of each station on request.]]

# 2 Instructions to tenderers

## 2.1 Form of the tender

[[M Tenders shall be written in English and shall remain valid for 120 days after the closing
date.]] [[P The technical offer must not exceed 60 pages, annexes excluded.]] [[P The technical
offer shall not contain any price.]] [[M The price schedule must be handed in as a separate
document.]]

The tender shall contain:

* [[M a programme of work that names the stations to be converted in each month;]]

* [[M the curriculum vitae of the proposed project manager;]]

* [[M three references for comparable installations completed in the last five years;]]

* [[M a signed declaration of conformity with the technical requirements of section 4.]]

[[R Tenderers should visit at least one station before they submit an offer.]]

## 2.2 Evaluation

[[N Tenders will be evaluated on quality (60 %) and price (40 %).]] [[N The contract will be
awarded to the tenderer with the highest score.]] Scores are rounded to one decimal place.

# 3 Scope of the contract

## 3.1 Supply

[[M The Contractor shall supply, install and commission 138 outstations.]] Stations differ in
size: 94 have two pumps, 31 have three, and 13 serve as boosters on trunk mains. [[M The
Contractor is responsible for the removal of the existing outstations and for their disposal under
the applicable waste rules.]]

The Contractor shall:

> a) [[M survey every station together with a representative of the Authority before any work
begins;]]

> b) [[M keep the station pumping at all times, if necessary with a temporary controller;]]

> c) [[M restore ducts, fences and paved areas to the state in which they were found;]]

> d) [[M hand over the as-built drawings of a station within ten working days of its
commissioning.]]

## 3.2 Programme

[[M The first ten outstations shall be in operation no later than six months after signature.]]
[[M From the seventh month onwards the Contractor must convert at least five stations a month.]]
Two pilot stations, Hollin Bank and Crewe Ford, have been chosen because they can be reached in
all weather.

[[P No station shall be taken out of service between 1 June and 31 August.]] The Authority learnt
from the earlier programme that work in the summer peak endangers the supply of the upper valley,
where storage covers only nine hours of demand. [[M Where a station feeds a hospital, the
Contractor shall agree the date of the change-over with the Authority at least twenty working days
in advance.]]

## 3.3 Maintenance

[[M After acceptance the Contractor shall provide preventive and corrective maintenance for eight
years.]] The maintenance is paid for by a yearly lump sum, which is the same for all stations. [[M
A fault that stops the reporting of levels must be repaired within eight hours of its
notification, on any day of the year.]] [[M All other faults have to be repaired within three
working days.]] [[M Travel and accommodation are at the Contractor's expense.]]

[[M The Contractor shall keep a stock of spare parts sufficient to replace 5 % of the installed
out\u00adstations.]]

## 3.4 Safety on site

[[M The Contractor shall appoint a safety coordinator for the whole duration of the works.]] Most
stations are unmanned, and some lie more than an hour from the nearest road. [[M Work in shafts
must be carried out by at least two persons, one of whom remains outside with a means of
communication.]] [[M Every accident shall be reported to the Authority on the day on which it
happens, together with the measures taken to prevent a similar one.]] The Authority's own
technicians follow the same rule.

# 4 Technical requirements

## 4.1 Environment

[[M The enclosure shall have a degree of protection of at least IP66.]] [[M The outstation shall
operate at ambient temperatures from -20 °C to +55 °C without forced cooling.]] Stations in the
river meadows have been under water twice, in 2012 and in 2019. [[M Cable entries must be placed
at least 1.20 m above floor level in the stations listed in Annex B.]]

## 4.2 Power

[[M In case of a mains failure the outstation shall continue to measure and report for at least 24
hours.]] [[M The battery must be replaceable without tools and without a loss of data.]]

! Note: a lead-acid battery of 12 Ah was sufficient in the trials of the previous year.

## 4.3 Measurement and control

The outstation shall provide:

* [[M eight digital inputs with a time stamp of 10 ms or better;]]

* [[M four analogue inputs of 4 to 20 mA with a resolution of 14 bits;]]

* [[M two relay outputs that return to a safe state when the controller fails;]]

* [[M a local display that can be read in direct sunlight.]]

[[O The outstation may in addition offer a web page for diagnosis on site.]]

[[M The outstation shall store at least 40 days of measured values at an interval of one minute.]]
[[M When the connection has been interrupted, the outstation must transmit the stored values in
the order in which they were measured.]] [[P The transmission of stored values shall not delay
alarms.]]

## 4.4 Communication

[[M The outstation shall report over the mobile network and shall fall back to the Authority's
radio network within 60 seconds of the loss of the mobile signal.]] The radio network is owned by
the Authority and covers every station. [[R The modem should support two mobile operators.]] [[M
All traffic must be encrypted end to end.]] [[P Default passwords must not remain in any device
after commissioning.]]

[[M The Contractor shall document the protocol between outstation and control room completely, so
that a third party can implement it.]] A publicly available standard protocol satisfies this need.

## 4.5 Control room

The existing control room software was installed in 2017 and is kept. [[M The Contractor shall
integrate all outstations into the existing control room software without interrupting its
operation.]] [[M Every command sent from the control room shall be logged with the name of the
operator, the time and the result.]] [[R Trend displays should open in less than two seconds.]]

# 5 Tests, training and acceptance

## 5.1 Tests

[[M The Contractor shall test each outstation in the factory according to a test plan approved by
the Authority.]] [[N The Authority may attend the factory tests.]] [[M The results of the tests
must be de\u00adlivered to the Authority before the outstation leaves the factory.]] A station
counts as accepted when it has reported without a fault for thirty days in a row. [[M If a fault
occurs during this period, the Contractor shall repair the outstation, and the period begins
anew.]]

## 5.2 Training

[[M The Contractor shall train twelve technicians of the Authority on its own premises, in groups
of no more than six.]] [[M The training must include practical work on a complete outstation.]]
[[O The refresher course in the second year is optional.]]

## 5.3 Documents

The following documents are to be delivered in electronic form:

> 1) [[M an operating manual for each type of outstation;]]

> 2) [[M a maintenance manual with a list of spare parts;]]

> 3) [[M the source files of all configurations.]]

[[M Drawings shall be delivered in a format that the Authority can edit.]]

# 6 Contract terms

## 6.1 Penalties

[[N If the Contractor exceeds a date of the programme, the Authority may deduct 0.5 % of the price
of the station for each week.]] [[N The sum of the deductions will not exceed 10 % of the contract
price.]]

## 6.2 Data and staff

[[M The Contractor shall treat all operating data of the Authority as confidential.]] [[P The
Contractor may not transfer operating data outside the country.]] [[M The Contractor's staff must
carry a photo identity card on all sites.]] [[P Under no circumstances shall staff of the
Contractor enter a reservoir compartment alone.]]
"""

SAMPLE = PdfSample(
    name="tender-en",
    design=PageDesign(
        face=TIMES,
        size=12.5,
        header=("Ellery Valley Water", "Call for Tenders EVW/31/07"),
        footer="Page {page} of {pages}",
        title="Call for Tenders EVW/31/07",
    ),
    source=SOURCE,
)
