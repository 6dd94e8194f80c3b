"""Every kind of file that reqx reads, from upload to its requirements; the same each time."""

import os
import subprocess
import sys
from pathlib import Path

from tests.end_to_end import kinds
from tests.end_to_end.command import Reqx

SAMPLES = Path(__file__).parents[2] / "sample_docs"
LONG = (
    *("specification-tables.pdf", "interface-spec-two-columns.pdf", "tender-fr.pdf"),
    *("contract-numbering.docx", "cahier-des-charges.docx"),
)
"""Tables over pages, columns, running headers, footnotes, numbering, tracked changes."""
PRINT_PARSED = """
import sys
from pathlib import Path
from reqx.intake.sniff import media_type
from reqx.parsing import parse
for name in sys.argv[1:]:
    print(parse(Path(name), media_type(Path(name)), lambda done, total: None))
"""


def test_each_kind_of_document_is_read_to_its_requirement(reqx: Reqx, tmp_path: Path) -> None:
    paths = kinds.documents(tmp_path)
    reqx("run", *paths)
    assert {one["status"] for one in reqx.json("documents", "list")} == {"DONE"}
    found = reqx.requirements()
    with_pump = {one["document"]["name"] for one in found if "pump" in one["statement"]}
    assert with_pump == {path.name for path in paths}


def test_documents_text_shows_what_was_read_of_each_kind(sqlite_reqx: Reqx, tmp_path: Path) -> None:
    paths = kinds.documents(tmp_path)
    sqlite_reqx("run", *paths)
    for number in range(1, len(paths) + 1):
        assert "pump" in sqlite_reqx("documents", "text", number).stdout


def test_files_inside_archives_and_mails_become_documents(
    sqlite_reqx: Reqx, tmp_path: Path
) -> None:
    sqlite_reqx("run", kinds.bundle(tmp_path), kinds.mail(tmp_path))
    names = sorted(one["name"] for one in sqlite_reqx.json("documents", "list"))
    assert names == [
        "tender.eml/annex.txt",
        "tender.eml/body.txt",
        "tender.zip/lot 1/spec.txt",
        "tender.zip/lot 2/spec.txt",
    ]
    assert len(sqlite_reqx.requirements()) >= 4


def test_the_same_bytes_give_the_same_blocks(tmp_path: Path) -> None:
    paths = [*kinds.documents(tmp_path), *(SAMPLES / name for name in LONG)]
    printed = {
        subprocess.run(
            [sys.executable, "-c", PRINT_PARSED, *order],
            env=os.environ | {"PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
            check=True,
        ).stdout
        for seed, order in (("1", paths), ("2", paths))
    }
    assert len(printed) == 1
    assert next(iter(printed)).count(b"ParsedDocument(") == len(paths)
