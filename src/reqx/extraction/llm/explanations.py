"""What an operator is told when calls cannot go on: what is wrong, and the remedy."""

from reqx.errors import ConfigurationError
from reqx.extraction.llm.endpoint import Endpoint
from reqx.extraction.llm.outcomes import (
    Misconfigured,
    Outcome,
    QuotaSpent,
    SilentlyCut,
    Unauthorised,
)


def explanation(outcome: Outcome, endpoint: Endpoint) -> ConfigurationError | None:
    """Return what is wrong with the endpoint after this outcome; None: nothing that a person mends.

    Not raised: who asks decides whether the run stops or a document fails.
    """
    host, model = endpoint.host, endpoint.model
    match outcome:
        case Unauthorised():
            return ConfigurationError(
                f"{host} refuses the key (HTTP {outcome.receipt.status})",
                hint=f"Check the key, and that it may use the model '{model}'.",
            )
        case QuotaSpent():
            return ConfigurationError(
                f"{host} says that the account has no money left",
                hint="Add credit or raise the account's limit, then run again: no try was counted.",
            )
        case Misconfigured():
            return ConfigurationError(
                f"{host} does not answer such calls: {outcome.why}",
                hint=f"Check the base URL (it usually ends in /v1) and the model '{model}'.",
            )
        case SilentlyCut():
            return ConfigurationError(
                f"{host} read {outcome.reported} tokens of a prompt of {outcome.words} words",
                hint="The server cuts prompts without a word: give the model a larger context "
                "(Ollama: OLLAMA_CONTEXT_LENGTH, llama.cpp: --ctx-size).",
            )
    return None
