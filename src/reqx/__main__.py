"""The entry point, for `reqx` and `python -m reqx`.

Nothing is imported at module level: every document's child process imports this file again
(multiprocessing does that to find the main program), and must not pay for the command line.
"""

import atexit
import gc
import sys

_OBJECTS = 200_000
"""New objects after which cycles are looked for, in place of 700.

A command makes many objects, hardly a cycle among them, and ends. The imports of `run` alone make
114,000: to search them twice took 15 ms.
"""


def main() -> None:
    """Run the command line and exit with its status."""
    _be_the_program()
    gc.set_threshold(_OBJECTS)
    # The interpreter would look through all objects once more before it ends: .1 s a command.
    atexit.register(gc.freeze)
    if sys.argv[1:2] == ["run"] and not {"-h", "--help"}.intersection(sys.argv):
        # Documents will be read: what that takes is imported while the command line is.
        from reqx.forking import preload_for, warm_up  # noqa: PLC0415 - see the module docstring

        warm_up(preload_for(sys.argv[2:]))
    from reqx.cli.app import run  # noqa: PLC0415 - see the module docstring

    raise SystemExit(run())


def _be_the_program() -> None:
    """Be the main program to multiprocessing, not the script that pip makes.

    A process would run a script again to find what it defines (1.5 ms a document); of a package's
    `__main__` it knows that there is nothing to be had.
    """
    sys.modules["__main__"].__spec__ = __spec__


if __name__ == "__main__":
    main()
