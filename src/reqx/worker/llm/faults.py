"""What an outcome that ends an inquiry means for the job, or for the whole run."""

from reqx.errors import (
    ConfigurationError,
    EndpointUnavailable,
    PromptCut,
    RateLimited,
    ReqxError,
)
from reqx.extraction.llm import outcomes
from reqx.extraction.llm.batches import is_unoffered
from reqx.extraction.llm.endpoint import Endpoint
from reqx.extraction.llm.explanations import explanation
from reqx.extraction.llm.outcomes import Outcome


def error_of(outcome: Outcome, endpoint: Endpoint) -> ReqxError:
    """Return the error of a call that came to nothing."""
    match outcome:
        case outcomes.SilentlyCut():
            told = explanation(outcome, endpoint)
            assert told is not None
            return PromptCut(told.message, hint=told.hint)
        case outcomes.RateLimited(retry_after_seconds=seconds):
            return RateLimited(
                f"{endpoint.host} takes no more requests now", retry_after=seconds or 60.0
            )
        case outcomes.Unavailable(why=why):
            return EndpointUnavailable(
                f"{endpoint.host} does not answer ({why}); what was found offline stands",
                hint="What was answered is kept and not paid again.",
            )
    return explanation(outcome, endpoint) or EndpointUnavailable(
        f"{endpoint.host} gives no usable answer ({outcome.word})",
        hint="Try another model, or the extractor 'rules'.",
    )


def batch_error_of(outcome: Outcome, endpoint: Endpoint) -> ReqxError:
    """Return the error of a request to the Batch API that came to nothing."""
    if is_unoffered(outcome):
        return ConfigurationError(
            f"{endpoint.host} takes no batches (HTTP {outcome.receipt.status})",
            hint="Leave out --llm-batch: the model is then asked call by call. No try was counted.",
        )
    return error_of(outcome, endpoint)
