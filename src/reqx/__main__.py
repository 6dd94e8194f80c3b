"""The entry point, for `reqx` and `python -m reqx`.

Nothing is imported at module level: every document's child process imports this file again
(multiprocessing does that to find the main program), and must not pay for the command line.
"""


def main() -> None:
    """Run the command line and exit with its status."""
    from reqx.cli.app import run  # noqa: PLC0415 - see the module docstring

    raise SystemExit(run())


if __name__ == "__main__":
    main()
