"""A fresh process' side: `python -m reading TASK`, arguments on stdin, JSON lines on stdout.

Imported again by each child of the sandbox: what it imports, every document pays for.
"""

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from reading.boxed import memory, torture
from reading.readers import cells, read, text
from reading.survey import survey

TASKS: Mapping[str, Callable[..., Iterable[dict[str, Any]]]] = {
    "read": read,
    "text": text,
    "cells": cells,
    "survey": survey,
    "memory": memory,
    "torture": torture,
}


def main() -> None:
    for line in TASKS[sys.argv[1]](**json.load(sys.stdin)):
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
