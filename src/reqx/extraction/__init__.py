"""Parsed documents in, grounded requirements out. No database."""

from reqx.errors import ConfigurationError

RULES = "rules"
"""Word lists and one linear score: offline."""
LLM = "llm"
"""A language model, asked about what the rules read; what it fails to answer stays as they say."""


def check_name(name: str) -> str:
    """Return the name of an extractor; ConfigurationError when there is none of that name."""
    if name not in {RULES, LLM}:
        raise ConfigurationError(
            f"extractor '{name}' is not known",
            hint=f"Set REQX_EXTRACTOR or --extractor to '{RULES}' or '{LLM}'.",
        )
    return name
