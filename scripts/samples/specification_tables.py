"""Requirements in ruled tables, one of which runs over a page, a table of values, two columns."""

from .drawing import PageDesign
from .sample import PdfSample
from .styles import vera

SOURCE = """
= Portable Vibration Recorder PVR-2: Technical Specification

Quillon Instruments, specification QI-0452, revision C

# 1 Introduction

The PVR-2 records ground vibration at building sites. It replaces the PVR-1, which was sold from
2014 and had to be opened to change its battery. [[N The column "Verification" says by which
method a requirement shall be verified: test (T), inspection (I), analysis (A).]] [[N Priority P1
is mandatory for the first release, P2 for the second.]]

# 2 Requirements

## 2.1 Measurement

Table 1 lists the requirements on the measurement of vibration.

@widths 22 92 24 28

| ID | Requirement | Priority | Verification |
| PVR-101 | [[M# The recorder shall measure velocity along three orthogonal axes.]] | P1 | T |
| PVR-102 | [[M# The recorder shall cover the frequency range from 1 Hz to 315 Hz.]] | P1 | T |
| PVR-103 | [[M# The amplitude error shall be ≤ 5 % over the whole frequency range.]] | P1 | T |
| PVR-104 | [[M# The recorder shall sample each axis at ≥ 1000 Hz.]] | P1 | T |
| PVR-105 | [[M# When the velocity exceeds the trigger level, the recorder shall store the
  waveform from one second before to ten seconds after the trigger.]] | P1 | T |
| PVR-106 | [[R# The trigger level should be adjustable per axis.]] | P2 | I |
| PVR-107 | [[P# The recorder shall not overwrite waveforms that have not been transmitted.]] | P1
  | T |

## 2.2 Operation

The operator is usually a site engineer who visits the recorder once a week. The requirements of
Table 2 reflect this use.

| ID | Requirement | Priority | Verification |
| PVR-201 | [[M# The recorder shall start measuring within 30 s of being switched on.]] | P1 | T |
| PVR-202 | [[M# The recorder shall indicate a tilt of more than 5° from the vertical.]] | P1 | T |
| PVR-203 | [[M# The operator shall be able to read the last peak value without a computer.]] | P1
  | I |
| PVR-204 | [[M# The recorder shall lock its keyboard after two minutes without input.]] | P2 | T |
| PVR-205 | [[M# The recorder shall display the state of charge of the battery in steps of 10 %.]]
  | P1 | I |
| PVR-206 | [[M# A battery shall be exchangeable by hand in less than one minute while the
  recorder continues to measure.]] | P1 | T |
| PVR-207 | [[R# The menu should need no more than three key strokes for any setting.]] | P2 | I |
| PVR-208 | [[M# Each setting that is changed shall be recorded with date, time and the name of
  the operator.]] | P1 | T |
| PVR-209 | [[M# The recorder shall synchronise its clock with satellite time at least once an
  hour.]] | P1 | T |
| PVR-210 | [[P# The loss of the satellite signal shall not interrupt a measurement.]] | P1 | T |
| PVR-211 | [[M# The recorder shall send an alarm by text message within 60 s of a trigger.]] | P1
  | T |
| PVR-212 | [[M# The recorder shall attach a unique serial number to every waveform.]] | P1 | I |
| PVR-213 | [[M# Waveforms shall be retrievable through a cable as well as through the mobile
  network.]] | P1 | T |
| PVR-214 | [[R# The recorder should resume an interrupted transfer at the point of
  interruption.]] | P2 | T |
| PVR-215 | [[M# The recorder shall delete waveforms only on a command that has been confirmed by
  the operator.]] | P1 | T |
| PVR-216 | [[M# The accompanying software shall show a waveform within two seconds of its
  selection.]] | P2 | T |
| PVR-217 | [[M# The accompanying software shall compute the dominant frequency of each axis.]] |
  P1 | A |
| PVR-218 | [[M# Reports shall state the serial number, the date of calibration and the place of
  measurement.]] | P1 | I |

## 2.3 Characteristics

The recorder shall have the following characteristics:

@widths 76 90

| Characteristic | Value |
|M Autonomy at 20 °C | ≥ 8 h |
|M Mass without battery | ≤ 1.4 kg |
|M Degree of protection | IP67 |
|M Operating temperature | -20 °C to +50 °C |
|M Memory for waveforms | ≥ 4000 waveforms |
|M Interval of calibration | ≥ 24 months |

# 3 Construction and delivery

@columns

## 3.1 Housing

[[M The housing shall withstand a fall from 1 m onto concrete.]] The housing of the PVR-1 was made
of cast aluminium. [[M All connectors shall be protected by captive caps.]] [[M The recorder shall
be coloured so that it can be seen from a moving excavator.]] Yellow and orange have proved
suitable.

## 3.2 Mounting

[[M The recorder must be levelled with three adjustable feet.]] [[M A ground spike of at least 150
mm shall be supplied with each recorder.]] On paved ground the spike is replaced by a steel plate.

## 3.3 Delivery

[[M Each recorder shall be delivered with a calibration certificate.]] [[M The transport case must
hold the recorder, two batteries and the charger.]] [[N A certificate is a document that states
the error of an instrument.]]

## 3.4 Documents

[[P The user manual shall not be longer than 40 pages.]] [[M The user manual must be supplied in
the language of the country of use.]] Quillon Instruments keeps all manuals available for
download.

## 3.5 Marking

[[M The recorder shall be marked with its serial number, its date of manufacture and the symbols
required by the applicable directives.]] [[M The marking must remain legible after ten years of
outdoor use.]] Stickers on the PVR-1 faded within three
summers; engraved plates, which were tried on the last batch, did better and cost little more.

## 3.6 Battery

[[M The battery shall be charged from 10 % to 90 % in no more than three hours.]]

[[R The battery
should be of the same type as that of the hand-held meters.]] [[P The battery must not be charged
below 0 °C.]] [[M If the temperature of the battery exceeds 60 °C, the recorder shall switch
itself off.]] A warning appears at 55 °C in the present prototypes.

## 3.7 Spare parts

[[M Spare parts shall remain available for at least eight years after the last delivery.]] [[M The
price of a spare battery must be stated in the offer.]] Batteries of the PVR-1 were
exchanged every fourth year on average, feet and caps far more rarely.

@full

! Note: the drawings of the housing are found in QI-0453.
"""

SAMPLE = PdfSample(
    name="specification-tables",
    design=PageDesign(
        face=vera(),
        size=9.5,
        header=("QI-0452 rev. C", "PVR-2 Technical Specification"),
        footer="Quillon Instruments, page {page} ({pages})",
        title="PVR-2 Technical Specification",
    ),
    source=SOURCE,
)
