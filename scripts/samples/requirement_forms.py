"""Requirements as forms: a number above named fields, boxed tables, use cases with their steps."""

from .drawing import PageDesign
from .sample import PdfSample
from .styles import HELVETICA

SOURCE = """
= Ferry Berth Guidance System: Requirements

Harbour Board of Skerrin, document HB-221, second issue

# 1 Introduction

## 1.1 About this document

[[N This section should help the reader to find what concerns the berth at hand.]] Section 2 holds
the requirements, section 3 tells how the system will be used. [[N Priority 1 is mandatory for the
opening of the berth.]] Every requirement is a form with a number.

## 1.2 The berth

Four ferries call on a summer day. The masters are guided by two lamps on the quay, which were put
up in 1996.

# 2 Requirements

## 2.1 Approach

FBG-001

Requirement: [[M# The system shall show the master the distance to the quay.]]

Description: [[N The system will show the distance to the quay to the master of the ferry.]]

Source: Talk with the masters. They must be asked again before the opening.

Priority: 1

FBG-002

Requirement: [[M# The system shall warn the master of a ferry that comes in too fast.]]

Description: [[M# The warning shall be given when the ferry is faster than 2 knots at 50 m.]]

Source: Harbour rules, article 9.

Priority: 1

FBG-003

Requirement: [[M# The system shall record each approach.]]

Description: [[N The system will keep a record of each approach of a ferry.]] [[N For example, the
record of a night approach shall tell the state of the lamps.]]

Source: Talk with the harbour master.

Priority: 2

FBG-004

Requirement: [[P# The system shall not dazzle the crew of other vessels.]]

Description: See the rules for lights in harbours.

Source: Harbour rules, article 4.

Priority: 1

## 2.2 Display on the quay

The display is a board of three metres by two. Its requirements are in boxes.

| FBG-101 | Board |
| Requirement | [[M# Show the distance in figures of at least 60 cm.]] |
| Rationale | The bridge of the largest ferry is 180 m away when the figures must be read. |

| FBG-102 | Brightness |
| Requirement | [[M# Adapt the brightness to the daylight.]] |
| Rationale | A fixed brightness had to be corrected by hand. |

| FBG-103 | Failure |
| Requirement | [[M# Darken the board when the measurement fails.]] |
| Rationale | A wrong figure is worse than none. |

| FBG-104 | Wind |
| Requirement | [[M# Withstand gusts of up to 45 m/s.]] |
| Rationale | The storm of 2019 tore off two boards. |

## 2.3 Operation

The posts shall offer the following functions:

|  | Quay | Harbour office |
|M Switching on and off | yes | yes |
|M Reading the record | no | yes |

[[N The Harbour Board may move the board once a year.]] [[N It is the responsibility of the
customer to keep the quay free of snow.]] [[M It is the responsibility of the contractor to keep
the lenses clean until acceptance.]]

## 2.4 Software requirements

[[M The system sends the record of each approach to the harbour office.]] [[M The software stores
the records of the last two seasons.]] [[R The officer should be able to print a record.]]

# 3 Use cases

## 3.1 Coming in by night

The master calls the harbour office. The officer switches the board on. The master sees the
distance and slows down. (He does so in any case.) The officer switches the board off when the
ferry is moored.
"""

SAMPLE = PdfSample(
    name="requirement-forms",
    design=PageDesign(
        face=HELVETICA,
        size=10.5,
        header=("Harbour Board of Skerrin", "HB-221"),
        footer="Page {page}",
        title="Ferry Berth Guidance System: Requirements",
    ),
    source=SOURCE,
)
