"""Text on pages 1 and 3, a scan without text on page 2: what it says can only be warned about."""

from .drawing import PageDesign
from .sample import PdfSample
from .scan import scan
from .styles import HELVETICA

SOURCE = """
= Annex C: Site Acceptance of the Standby Generators

Tarn Moor Hospital, estates department

# C.1 Before the test

[[M The Supplier shall announce the site acceptance test to the estates department ten days in
advance.]] [[M On the day of the test the fuel tanks must be filled to at least 90 %.]] The
hospital has two generators of 800 kVA each, which share one switch room. [[M The Supplier shall
provide the load bank, the cables and the measuring instruments.]]

[[P The test shall not be carried out while an operation is in progress.]] [[N The hospital will
provide access to the switch room.]] [[M The instruments must have been calibrated within the last
twelve months.]]

# C.2 Persons present

The following persons shall attend the test on behalf of the Supplier:

* [[M the commissioning engineer;]]

* [[M an electrician qualified for switching operations at 11 kV;]]

* [[M the safety officer of the site.]]

The signed check list of the factory test is reproduced overleaf as it was received.

@scan

# C.3 Conduct of the test

[[M Each generator shall start and accept full load within 12 seconds of a mains failure.]] [[M
Both generators shall run in parallel at full load for four hours.]] [[P The voltage must not
deviate by more than 5 % from its nominal value.]] Short deviations during the acceptance of load
are described in the data sheet of the regulator.

[[M If a generator trips, the Supplier shall find the cause, and the test shall be repeated from
the beginning.]] [[R Exhaust temperatures should be recorded every 15 minutes.]]

# C.4 After the test

[[M The Supplier shall refill the fuel tanks at its own expense.]] [[M The test report must be
delivered within five working days.]] [[N The estates department may ask for a second test.]]
"""

SCANNED = """
FACTORY TEST CHECK LIST              Sheet 2 of 3

Generator set no. 1                  Serial 77-0412

1.  The coolant heater shall be switched on
    for six hours before the test.               yes

2.  The insulation resistance shall be
    at least 5 megohms.                          yes

3.  The emergency stop must act within
    one second.                                  yes

4.  Oil pressure at rated speed: 4.2 bar

5.  Vibration at the bearing: 3.1 mm/s


Remarks: none


Tested by:   H. Aldous               Works inspector
"""


SAMPLE = PdfSample(
    name="scanned-annex",
    design=PageDesign(
        face=HELVETICA,
        size=11,
        header=("Tarn Moor Hospital", "Annex C"),
        footer="Standby power, annex C, sheet {page}",
        title="Annex C: Site Acceptance of the Standby Generators",
        scan=scan(SCANNED),
    ),
    source=SOURCE,
)
