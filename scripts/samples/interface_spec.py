"""An interface specification in two columns, a full-width title and table between them."""

from .drawing import PageDesign
from .sample import PdfSample
from .styles import TIMES

SOURCE = """
= Meter Reading Exchange: Interface Specification between Supplier Systems and the Regional Hub

Tessel Grid Cooperative, interface document TGC-IF-7, version 1.4. The hub collects the readings
of some 900,000 meters and hands them to the suppliers of electricity, gas and heat.

@columns

# 1 Scope

This specification describes the exchange of meter readings between a supplier system (the client)
and the regional hub (the server). [[N The tariffs that a supplier must apply are outside the
scope of this specification.]] Both sides were connected by nightly file transfer until last year.

# 2 Transport

[[M The client shall open every connection with mutual authentication.]] [[M Both sides shall
refuse protocol versions older than 1.2.]] [[P A client must not keep more than four connections
open at the same time.]] Experience shows that two connections are enough for most suppliers.

[[M The server shall answer each request within three seconds.]] [[M If no answer arrives within
ten seconds, the client shall repeat the request with the same request number.]] [[M The server
must recognise a repeated request and must return the first answer again.]] [[R The client should
wait twice as long before each further repetition.]]

# 3 Messages

[[M Every message shall carry a request number, a time stamp and the identifier of the sender.]]
[[M Time stamps shall be given in coordinated universal time with a resolution of one second.]]
[[P Messages shall not exceed 2 MB.]] [[O The client may compress messages larger than 64 kB.]]
[[N The term "message" denotes one complete request or answer that shall be valid against the
schema.]]

@full

The server shall support the message types of the following table:

@widths 32 96 36

| Type | Content | Maximum size |
|M READ-LIST | list of the meters of one supplier | 2 MB |
|M READ-DAY | all readings of one meter on one day | 64 kB |
|M READ-EVENT | alarms and changes of a meter since a given time | 256 kB |
|M READ-CORRECT | replacement of a reading with the reason for it | 16 kB |

@columns

# 4 Readings

[[M The server shall deliver a reading to the client no later than 15 minutes after its receipt.]]
[[M Each reading shall state whether it was measured, estimated or entered by hand.]] [[M A
reading that has been corrected must keep the original value beside the new one.]] In the first
year of operation about 0.4 % of the readings were corrected.

[[M The client shall acknowledge every list of readings.]] [[M When an acknowledgement is missing
for more than 24 hours, the server shall notify the technical contact of the supplier.]] [[P The
server shall not delete a reading before it has been acknowledged.]]

# 5 Errors

[[M The server shall report errors with one of the codes listed in Annex A.]] [[M An error message
shall contain a text that an operator can understand without the source code.]] [[R Clients should
log all error messages for at least 90 days.]] For example, code 412 tells that the meter is not
known to the hub.

# 6 Security

[[M Certificates must be renewed at least every 24 months.]] [[M The private key of a client shall
be kept in a hardware module.]] [[M Each side shall inform the other within one hour when a key
may have become known to third parties.]] The hub operator publishes its certificates on its web
site.

# 7 Operation

[[M The operator of the hub shall announce planned interruptions at least five working days in
advance.]] [[P Planned interruptions shall not fall into the first three days of a month.]] Bills
are written in these days, and most corrections of readings arrive in them. [[M After an
interruption the server shall deliver the readings that have accumulated, oldest first.]]

[[M Each supplier shall name a technical contact who can be reached on working days.]] [[R The
technical contact should be a group and not a single person.]]

# 8 Versions

[[M The server shall support a version of the interface for at least 24 months after its successor
has been published.]] [[M The version in use must be stated in every message.]] Versions 1.0 and
1.1 were withdrawn after the pilot. [[P A client shall not mix versions within one connection.]]

# 9 Testing

[[M Before its first connection a client shall pass the acceptance tests of the test hub.]] [[M
The test hub shall be available on working days from 07:00 to 19:00.]] [[N The operator of the hub
may suspend a client that disturbs the service.]] [[M A client shall repeat the acceptance tests
after each change of its software that touches the interface.]]

@full
"""

SAMPLE = PdfSample(
    name="interface-spec-two-columns",
    design=PageDesign(
        face=TIMES,
        size=10.5,
        header=("TGC-IF-7 version 1.4", "Meter Reading Exchange"),
        footer="- {page} -",
        title="Meter Reading Exchange: Interface Specification",
    ),
    source=SOURCE,
)
