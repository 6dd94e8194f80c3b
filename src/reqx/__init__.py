"""Documents in, a traceable list of requirements out. Holds the version, imports nothing."""

__version__ = "0.2.0"
