"""The offline extractor: explainable, without a model or a network, in English and French."""

from reqx.extraction.rules.extractor import RulesExtractor

__all__ = ["RulesExtractor"]
