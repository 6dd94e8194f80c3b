"""Imported by the fork server: what each document's process would otherwise import anew."""

import reqx.extraction.rules.warm
import reqx.parsing.docx
import reqx.parsing.pdf
import reqx.pipeline.offline  # noqa: F401 - imported to be there
