"""The wire of the made-up exchange: the node's own documented port, asked over HTTP as any real exchange asks it."""

import http.client
import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from callbox.faces.command.program import USAGE, Stop

TIMEOUT_S = 30.0
BATCH_MAX = 500


class Exchange:
    """One node's port, and the token it is asked with."""

    def __init__(self, address: str, secret: str) -> None:
        where = urlsplit(address)
        if where.scheme not in ("http", "https") or not where.hostname or where.path not in ("", "/"):
            raise Stop("phone.address", status=USAGE, address=address)
        try:
            port = where.port
        except ValueError as wrong:
            raise Stop("phone.address", status=USAGE, address=address) from wrong
        kind = http.client.HTTPSConnection if where.scheme == "https" else http.client.HTTPConnection
        self._address = address
        self._headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
        self._to = kind(where.hostname, port, timeout=TIMEOUT_S)

    def close(self) -> None:
        """Hang up the wire itself."""
        self._to.close()

    def tell(self, events: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Tell what happened; what became of each.

        Raises:
            Stop: when the node cannot be reached or does not take it.
        """
        heard: list[dict[str, Any]] = []
        for begin in range(0, len(events), BATCH_MAX):
            heard += self._asked("POST", "events", {"events": events[begin : begin + BATCH_MAX]})["events"]
        return heard

    def lines(self) -> dict[str, dict[str, Any]]:
        """How each line that is not over stands: its status, and the caller's own page where they are to be sent it.

        Raises:
            Stop: as `tell`.
        """
        return {one["line"]: one for one in self._asked("GET", "lines", None)["lines"]}

    def words(self) -> list[dict[str, Any]]:
        """What call takers say to callers who write, as far as it was not delivered yet.

        Raises:
            Stop: as `tell`.
        """
        found: list[dict[str, Any]] = self._asked("GET", "words", None)["words"]
        return found

    def _asked(self, method: str, what: str, body: Any) -> Any:
        try:
            text = None if body is None else json.dumps(body)
            self._to.request(method, f"/api/telephony/{what}", body=text, headers=self._headers)
            reply = self._to.getresponse()
            told = json.loads(reply.read())
        except (OSError, http.client.HTTPException, ValueError) as wrong:
            self._to.close()
            raise Stop("phone.unreachable", address=self._address, reason=type(wrong).__name__) from wrong
        if reply.status != 200:
            raise Stop("phone.refused", status=1, http=reply.status, reason=told.get("message", ""))
        return told
