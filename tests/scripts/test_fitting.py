"""Coefficients are fitted to what readings of labelled documents have, and to their own beliefs."""

import json
from pathlib import Path

import pytest
from fitting.model import fit
from fitting.samples import Sample, samples

from tests.parsing.pdf.make import Sheet

NUMBERED = ["R-1 The gate shall close at night.", "R-2 The pump must stop in a flood."]
PLAIN = ["The mill stands by the river.", "It was built by the council."]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A document that numbers its requirements, of which the gold knows these."""
    sheet = Sheet(tmp_path / "tender.pdf")
    for i, line in enumerate([*PLAIN, *NUMBERED]):
        sheet.text(70, 100 + 30 * i, line)
    meta = {"source": str(sheet.save()), "group": "ids", "language": "en"}
    (tmp_path / "meta.json").write_text(json.dumps(meta))
    gold = [{"statement": line.split(" ", 1)[1], "is_requirement": True} for line in NUMBERED]
    (tmp_path / "gold.jsonl").write_text("\n".join(map(json.dumps, gold)))
    return tmp_path


def test_what_a_numbered_document_leaves_unnumbered_is_no_requirement(folder: Path) -> None:
    assert [sample.is_requirement for sample in samples(folder)] == [True, True, False, False]


def test_what_no_sample_has_weighs_as_it_is_believed_to(folder: Path) -> None:
    known = samples(folder)
    fitted = fit(known).coefficients
    without = fit([Sample({}, is_requirement=True, weight=1.0)]).coefficients
    assert fitted["obliges"] > without["obliges"]
    assert fitted["rights"] == without["rights"]
