"""What a fork server does when its worker is killed."""

import subprocess
import sys

import pytest

START = """
import os, sys
from multiprocessing import forkserver
forkserver.set_forkserver_preload([sys.argv[1]])
sentinel, process = forkserver.connect_to_new_process([])
os.write(process, bytes.fromhex(sys.argv[2]))
os.close(process)
os.read(sentinel, 8)
"""


def said_by_a_process_started_with(words: str, preloaded: str) -> str:
    command = [sys.executable, "-c", START, preloaded, words]
    return subprocess.run(command, capture_output=True, text=True, check=True).stderr


@pytest.mark.parametrize("words", ["", "800595"])
def test_a_process_whose_worker_was_killed_while_starting_it_says_nothing(words: str) -> None:
    assert said_by_a_process_started_with(words, "reqx.forking.quiet") == ""
    assert "Traceback" in said_by_a_process_started_with(words, "reqx.errors")


def test_a_process_that_cannot_start_for_another_reason_says_so() -> None:
    # The number 1, pickled, where a dictionary should come.
    said = said_by_a_process_started_with("80044b012e", "reqx.forking.quiet")
    assert "TypeError" in said or "AttributeError" in said


def test_what_a_document_s_process_prints_is_not_in_the_output() -> None:
    code = "print('before', flush=True); import reqx.forking.quiet; print('after')"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout == "before\n"


def test_warming_up_starts_the_fork_server_and_does_not_wait_for_it() -> None:
    code = """
import psutil
from reqx.forking import warm_up

warm_up(["reqx.errors"])
print(*("forkserver" in " ".join(child.cmdline()) for child in psutil.Process().children()))
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "True" in said.stdout


def test_warming_up_that_fails_is_no_error_yet() -> None:
    code = """
import resource
from reqx.forking import warm_up

resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
warm_up(["reqx.errors"])
print("on")
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout == "on\n"
