"""The lock that whoever touches pdfium takes: the library may be used by one thread at a time."""

from __future__ import annotations

import threading
from typing import Final

PDFIUM: Final = threading.RLock()
