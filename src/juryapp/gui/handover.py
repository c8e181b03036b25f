"""A second start hands its files to the window that is already open, and ends.

One server per data folder, named after its path: `--data` elsewhere is a program of its own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_WAIT_MS: Final = 500
_LIMIT: Final = 1 << 16


def server_name(data_folder: Path) -> str:
    """Return the name under which the program with this data folder listens."""
    digest = hashlib.sha256(str(data_folder).encode()).hexdigest()[:16]
    return f"juryapp-{digest}"


def hand_over(name: str, files: Sequence[Path]) -> bool:
    """Give `files` to the program that listens under `name`; False if there is none."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_WAIT_MS):
        return False
    socket.write(json.dumps([str(file.absolute()) for file in files]).encode() + b"\n")
    sent = socket.waitForBytesWritten(_WAIT_MS)
    socket.disconnectFromServer()
    return bool(sent)


class Listener(QObject):
    """Listens for a second start. `given` brings its files; none means "come to the front"."""

    given = Signal(list)  # of Path

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._connected)
        QLocalServer.removeServer(name)  # one that a crash left behind
        self._server.listen(name)

    def close(self) -> None:
        """Listen no more."""
        self._server.close()

    def _connected(self) -> None:
        """Read what a second start sends: one short line, which is there at once."""
        socket = self._server.nextPendingConnection()
        if not socket.canReadLine():
            socket.waitForReadyRead(_WAIT_MS)
        files = _files_in(bytes(socket.readLine(_LIMIT).data()))
        socket.abort()
        if files is not None:
            self.given.emit(files)


def _files_in(line: bytes) -> list[Path] | None:
    try:
        names = json.loads(line)
    except ValueError:
        return None
    if isinstance(names, list) and all(isinstance(name, str) for name in names):
        return [Path(name) for name in names]
    return None
