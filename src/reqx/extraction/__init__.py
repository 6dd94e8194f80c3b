"""Parsed documents in, grounded requirements out. No database."""

from collections.abc import Iterable
from typing import Protocol

from reqx.errors import ConfigurationError
from reqx.model.blocks import ParsedDocument
from reqx.model.requirements import Candidate

RULES = "rules"


class Extractor(Protocol):
    """Proposes candidates; `grounding` decides which of them become requirements."""

    name: str

    def extract(self, document: ParsedDocument) -> Iterable[Candidate]:
        """Propose candidates in the order of the document."""
        ...


def check_name(name: str) -> str:
    """Return the name of an extractor; ConfigurationError when there is none of that name."""
    if name != RULES:
        raise ConfigurationError(
            f"extractor '{name}' is not known",
            hint=f"Set REQX_EXTRACTOR or --extractor to '{RULES}'.",
        )
    return name


def by_name(name: str) -> Extractor:
    """Return the extractor of that name; ConfigurationError when there is none."""
    check_name(name)
    from reqx.extraction.rules import RulesExtractor  # noqa: PLC0415 - only the chosen one loads

    return RulesExtractor()
