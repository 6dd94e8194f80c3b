"""A contract as Word makes it: automatic numbers, tracked changes, a text box, a footnote."""

from .package import Level, WordDesign
from .sample import DocxSample

SOURCE = """
= Agreement on the Hosting of the Ticketing System

between Saltmarch Ferries Ltd ("the Company") and the Provider named on the signature page

# 1 Definitions

> 1.1 [[N "Service" means the ticketing system that the Provider shall operate under this
Agreement, together with its documentation.]]

> 1.2 [[N "Sailing day" means a day on which at least one ferry is scheduled.]]

> 1.3 [[N Words in the singular shall be read as including the plural.]]

# 2 Services

> 2.1 [[M# The Provider shall operate the Service on every sailing day from 04:30 until one hour
after the last arrival.]]

> 2.2 The Provider shall:

>> (a) [[M# sell tickets through the web shop, the counters and the machines on the piers;]]

>> (b) [[M# keep the list of passengers of each sailing for the harbour authority, that is to
say:]]

>>> (i) [[M# the number of adults and children;]]

>>> (ii) [[M# the registration numbers of the vehicles;]]

>> (c) [[M# settle card payments within {-five-}{+two+} banking days.]]

> 2.3 [[M# The Provider must inform the Company of {+planned and unplanned+} interruptions {-in
due time-}{+no later than 30 minutes after they have been detected+}.]]

> 2.4 [[P# The Provider shall not change fares without a written order of the Company.]]

> 2.5 [[N The Company may add or withdraw sailings at any time.]]

# 3 Service levels

> 3.1 [[M# The Service shall be available for at least 99.7 % of each month.{^ Minutes in which no
ferry is scheduled are not counted. ^}]]

> 3.2 [[P# The sale of a ticket must not take longer than eight seconds at a counter.]] The figure
was derived from the turn-round time of the ferries.

> 3.3 The following times apply to the repair of faults:

| Class | Description | Time to respond | Time to repair |
|M A | no tickets can be sold | 15 minutes | 2 hours |
|M B | one channel of sale is down | 30 minutes | 8 hours |
|M C | all other faults | by the end of the next sailing day | < |

> 3.4 {-The Provider shall print the timetable twice a year.-}

$ [[M During the island festival the Provider shall keep two technicians on the pier at
Saltmarch.]]

> 3.4 [[R# The Provider should propose improvements of the Service once a quarter.]]

# 4 Data and security

> 4.1 [[M# The Provider shall encrypt all personal data in transit and at rest.]]

> 4.2 [[P# The Provider may not use passenger data for its own purposes.]]

> 4.3 [[M# On request the Provider shall erase the data of a passenger within ten days.]]

> 4.4 [[M# The Provider shall have the Service examined for weaknesses every year by an
independent laboratory{+ and shall hand the full report to the Company+}.]]

> 4.5 The Provider shall keep data no longer than stated here:

| Data | Purpose | Kept for |
|M Lists of passengers | harbour authority | 24 hours |
|M ^ | statistics, without names | five years |
|M Recordings of calls | training | 30 days |

# 5 End of the Agreement

> 5.1 [[N Either party may terminate this Agreement with six months' notice to the end of a
year.]]

> 5.2 [[M# When the Agreement ends, the Provider shall hand over all data in an open format.]]

> 5.3 [[M# The hand-over shall be free of charge.]]
"""

SAMPLE = DocxSample(
    name="contract-numbering",
    design=WordDesign(
        language="en-GB",
        heading_style="Heading",
        levels=(
            Level("Heading1", "decimal", "%1"),
            Level("Clause1", "decimal", "%1.%2"),
            Level("Clause2", "lowerLetter", "(%3)"),
            Level("Clause3", "lowerRoman", "(%4)"),
        ),
        header="Saltmarch Ferries, Hosting Agreement, draft 3",
        footer="Confidential",
    ),
    source=SOURCE,
)
