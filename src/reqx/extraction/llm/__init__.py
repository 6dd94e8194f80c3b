"""Asks an OpenAI-compatible endpoint which units of a document are requirements.

The model answers with numbers of units, never with text of its own that would be stored: what
becomes a statement is cut from the source. `connection` alone imports openai. No database.
"""
