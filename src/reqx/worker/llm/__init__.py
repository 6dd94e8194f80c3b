"""Asks a language model about documents in hand, with the store for a ledger.

The only place where `store.llm` and `extraction.llm` meet. Calls are made by threads of the worker:
the processes that read strangers' files see neither the key nor the database.
"""

from reqx.worker.llm.asker import Asker
from reqx.worker.llm.checkup import examine
from reqx.worker.llm.terms import Allowance, Terms

__all__ = ["Allowance", "Asker", "Terms", "examine"]
