"""Imported by the fork server, as the last: what processes would import and make anew else."""

import gc

import reqx.extraction.rules.warm
import reqx.parsing.pdf.warm
import reqx.pipeline.offline  # noqa: F401 - imported to be there

# What is here for good need not be looked through, and copied, by each child's collector.
gc.freeze()
