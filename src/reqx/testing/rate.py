"""How many requests a scripted server lets through."""

import threading
from dataclasses import dataclass, field
from time import monotonic


@dataclass(slots=True)
class Rate:
    """A bucket of `burst` requests that fills at `per_second`; safe to ask from many threads."""

    per_second: float
    burst: int = 1
    _level: float = field(init=False)
    _filled_at: float = field(init=False, default_factory=monotonic)
    _lock: threading.Lock = field(init=False, default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._level = float(self.burst)

    def take(self) -> float:
        """Take one request; return 0.0, or after how many seconds there is one again."""
        with self._lock:
            now = monotonic()
            gained = (now - self._filled_at) * self.per_second
            self._level = min(float(self.burst), self._level + gained)
            self._filled_at = now
            if self._level < 1.0:
                return (1.0 - self._level) / self.per_second
            self._level -= 1.0
            return 0.0
