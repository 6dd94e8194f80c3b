"""What a process takes to learn what it is to do."""

import subprocess
import sys

# In a process of its own: pytest is a main program that each child would import.
PROCESS = """
from reqx.parsing.sandbox import Limits, Sandbox
from tests.forking import importing

preload = ("reqx.parsing.sandbox", "tests.forking.importing")
sandbox = Sandbox(importing.since, preload)
child = sandbox.start(None, "nothing", Limits(seconds=60.0, memory_mb=1024))
while child.is_running:
    child.connection.poll(0.1)
    child.poll()
print(child.result)
"""


def test_a_process_imports_nothing_to_learn_what_it_is_to_do() -> None:
    command = [sys.executable, "-c", PROCESS]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert said == "(True, [])\n"
