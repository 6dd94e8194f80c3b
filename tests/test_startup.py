"""`reqx --help` is paid at every cron tick and every completion: it loads nothing heavy."""

import subprocess
import sys

HEAVY = {
    "sqlalchemy",
    "alembic",
    "psycopg",
    "pdfplumber",
    "pypdfium2",
    "docx",
    "lxml",
    "xlsxwriter",
    "openai",
    "httpx2",
}
PROBE = """
import sys
from reqx.cli.app import run
status = run(sys.argv[1:])
print(status, *sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""


def loaded_by(*words: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *words], capture_output=True, text=True, check=True
    )
    status, *modules = done.stderr.split()
    assert status == "0"
    return set(modules)


def test_help_and_version_load_nothing_heavy() -> None:
    assert loaded_by("--help") & HEAVY == set()
    assert loaded_by("--version") & HEAVY == set()
    assert loaded_by("work", "--help") & HEAVY == set()


def test_child_process_pays_for_no_command_line() -> None:
    probe = "import reqx.__main__, sys; print('typer' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
