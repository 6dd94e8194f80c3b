"""The sample documents: `ALL` of them, each of which makes itself into a folder."""

from . import (
    cahier_des_charges,
    contract_numbering,
    interface_spec,
    prescriptions_fr,
    requirement_forms,
    scanned_annex,
    specification_de,
    specification_tables,
    srs_identifiers,
    tender_en,
    tender_fr,
)

ALL = (
    tender_en.SAMPLE,
    tender_fr.SAMPLE,
    specification_de.SAMPLE,
    srs_identifiers.SAMPLE,
    specification_tables.SAMPLE,
    scanned_annex.SAMPLE,
    contract_numbering.SAMPLE,
    cahier_des_charges.SAMPLE,
    interface_spec.SAMPLE,
    requirement_forms.SAMPLE,
    prescriptions_fr.SAMPLE,
)
