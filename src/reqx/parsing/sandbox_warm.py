"""Imported by the fork server alone, before anything else.

A service manager sends SIGTERM to every process of the service. The fork server must outlive the
documents that its children are finishing; it ends by itself when the worker is gone.
"""

import signal

signal.signal(signal.SIGTERM, signal.SIG_IGN)
