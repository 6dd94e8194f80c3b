"""What the fork server prepares for every document's process."""

import subprocess
import sys

COLD = """
from reqx.extraction.lexicon import everywhere, lexicon
import reqx.extraction.rules.warm
from tests.extraction.make import document, heading, item, paragraph, row
from reqx.extraction.rules import RulesExtractor

before = everywhere.cache_info().misses, lexicon.cache_info().misses
blocks = [
    heading("Changes and terms"),
    paragraph("Remark: by J. Doe, e.g. in March. REQ-1 The pump must stop within 5 ms (see 3.1)."),
    paragraph("Das System muss stoppen. La pompe doit s'arr\\u00eater. Verification: test"),
    item("the valve, the tank and so on"), row("Priority", "high"),
]
list(RulesExtractor().extract(document(*blocks)))
print(everywhere.cache_info().misses - before[0], lexicon.cache_info().misses - before[1])
"""


def test_no_document_reads_word_lists_anew() -> None:
    command = [sys.executable, "-c", COLD]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "0 0\n"


COLD_PROCESS = """
import re._compiler, sys, tempfile
from pathlib import Path
import reqx.warm
from reqx import parsing
from reqx.pipeline import Task, process
from reqx.parsing.pdf.warm import small_pdf

compiled, compile = [], re._compiler.compile
re._compiler.compile = lambda pattern, flags=0: compiled.append(pattern) or compile(pattern, flags)
known = set(sys.modules)
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "a.pdf"
    path.write_bytes(small_pdf())
    process(Task(path, "a.pdf", parsing.PDF, "f", "rules"), lambda progress: None)
print(compiled, sorted(set(sys.modules) - known))
"""


def test_the_process_of_a_plain_pdf_compiles_and_imports_nothing() -> None:
    command = [sys.executable, "-c", COLD_PROCESS]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "[] []\n"
