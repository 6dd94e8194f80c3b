"""`reqx --help` is paid at every cron tick and every completion: it loads nothing heavy."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

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


def test_a_command_loads_its_own_part_of_the_command_line_only() -> None:
    probe = """
import sys
from reqx.cli.app import run
run(sys.argv[1:])
print(*sorted({*sys.modules}.intersection(PARTS)), file=sys.stderr)
"""
    parts = ["reqx.cli.export", "reqx.cli.jobs", "reqx.cli.upload"]
    for words, loaded in (["jobs", "list", "--help"], parts[1:2]), (["--help"], parts):
        program = f"PARTS = {parts}\n{probe}"
        done = subprocess.run(
            [sys.executable, "-c", program, *words], capture_output=True, text=True, check=True
        )
        assert done.stderr.split() == loaded


def test_child_process_pays_for_no_command_line() -> None:
    probe = "import reqx.__main__, sys; print('typer' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def said_by_main(code: str, words: Sequence[str]) -> str:
    """Run the program with these words, after this code, in place of its command line."""
    program = f"""
import sys, types
import reqx, reqx.__main__, reqx.forking
stub = types.ModuleType("reqx.cli.app")
reqx.cli = types.ModuleType("reqx.cli")
sys.modules |= {{"reqx.cli": reqx.cli, "reqx.cli.app": stub}}
{code}
sys.argv = ["reqx", *{list(words)}]
reqx.__main__.main()
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return done.stdout


WARMING = """
reqx.forking.warm_up = lambda preload: print("warm", *preload)
stub.run = lambda: print("run")
"""


def test_the_readers_are_imported_while_the_command_line_of_run_is() -> None:
    assert said_by_main(WARMING, ["run", "a.pdf"]) == "warm reqx.warm\nrun\n"
    assert said_by_main(WARMING, ["run", "--help"]) == "run\n"
    assert said_by_main(WARMING, ["jobs", "list"]) == "run\n"


def test_a_document_s_process_runs_no_script_again() -> None:
    code = """
from multiprocessing.spawn import get_preparation_data
sys.modules["__main__"].__file__ = "/bin/reqx"
stub.run = lambda: print(*sorted(key for key in get_preparation_data("x") if "main" in key))
"""
    assert said_by_main(code, ["work"]) == "init_main_from_name\n"


def test_the_interpreter_s_last_search_for_cycles_has_nothing_to_search() -> None:
    code = """
import gc
class Late:
    def __del__(self): print(gc.get_freeze_count() > 1000)
stub.late = Late()
stub.run = lambda: 0
"""
    assert said_by_main(code, ["jobs"]) == "True\n"


def test_a_worker_imports_what_asks_a_model_only_to_ask_it() -> None:
    probe = """
import sys
import reqx.intake.upload, reqx.worker
print(*(name for name in sorted(sys.modules) if name.startswith("reqx.store.llm.")))
"""
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["reqx.store.llm.coming", "reqx.store.llm.tables"]


def test_a_run_on_sqlite_loads_no_words_of_postgresql(tmp_path: Path) -> None:
    probe = """
import sys
import reqx.intake.upload, reqx.store.jobs, reqx.store.llm.endpoints, reqx.worker
from reqx.store import connect
connect("sqlite:///" + sys.argv[1]).prepare()
print(*sorted(sys.modules))
"""
    done = subprocess.run(
        [sys.executable, "-c", probe, tmp_path / "reqx.db"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "sqlalchemy.dialects.sqlite" in done.stdout
    assert "sqlalchemy.dialects.postgresql" not in done.stdout
