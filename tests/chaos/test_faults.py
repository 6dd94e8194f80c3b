import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from trials.faults import SCRIPTS, spread
from trials.launcher import FAULT

LIST = [sys.executable, "-m", "trials.launcher", "jobs", "list"]


def launch(home: Path, point: str = "") -> subprocess.CompletedProcess[str]:
    own = {"REQX_HOME": str(home), "PYTHONPATH": str(SCRIPTS), FAULT: point}
    return subprocess.run(
        LIST, env=os.environ | own, capture_output=True, text=True, timeout=60, check=False
    )


def test_launcher_counts_points_and_kills_at_one(tmp_path: Path) -> None:
    launch(tmp_path)
    whole = launch(tmp_path)
    [line] = [line for line in whole.stderr.splitlines() if line.startswith("points main ")]
    last = int(line.split()[-1])
    assert launch(tmp_path, f"main:{last}").returncode == -signal.SIGKILL
    assert launch(tmp_path, f"main:{last + 1}").returncode == 0


@pytest.mark.parametrize(
    ("most", "chosen"),
    [(None, [1, 2, 3, 4, 5]), (9, [1, 2, 3, 4, 5]), (3, [1, 3, 5]), (2, [1, 5])],
)
def test_points_are_spread_over_all(most: int | None, chosen: list[int]) -> None:
    points = [f"main:{number}" for number in range(1, 6)]
    assert spread(points, most) == [f"main:{number}" for number in chosen]
