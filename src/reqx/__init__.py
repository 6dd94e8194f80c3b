"""Documents in, a traceable list of requirements out. Holds the version, imports nothing."""

__version__ = "0.1.0"
