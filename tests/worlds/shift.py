"""A shift of calls, played over HTTP against a running node: callers ring, call takers open cases, crews go and come back.

Every request has its key, and is sent again until it is answered: the node may be killed at any moment.
"""

import http.client
import json
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from tests.worlds.newcomer import Newcomer
from tests.worlds.shift_world import SIGNS, WORLD

URGENT_EVERY = 5
"""Of so many calls one is about a threat to life: those are left to the dispatchers at their windows."""
URGENT_MOST = 5
HELD_BACK_S, HELD_BACK_MOST = 0.2, 1_500
"""A call waits so long, so many times, for the dispatchers to be done with one that came before."""
URGENT = "incident WHERE priority = 'life_threat' AND units = '{}'"
ACTIVE = "SELECT id, status FROM assignment WHERE status IN ('assigned', 'dispatched', 'en_route', 'on_scene')"
FREE = "SELECT id FROM unit WHERE status = 'available' ORDER BY id"
WAITING = "SELECT id FROM incident WHERE priority <> 'life_threat' AND units = '{}' ORDER BY received_at"
NEXT = {"assigned": "en_route", "dispatched": "en_route", "en_route": "on_scene", "on_scene": "available"}


@dataclass
class Shift:
    """So many calls, and what is known of them."""

    newcomer: Newcomer
    secrets: dict[str, str]
    calls: int
    opened: dict[int, str] = field(default_factory=dict)
    refused: deque[str] = field(default_factory=deque)
    tried_again: int = 0
    over: threading.Event = field(default_factory=threading.Event)
    rush: threading.Event = field(default_factory=threading.Event)
    """While it is set calls come in however many wait."""

    def start(self) -> list[threading.Thread]:
        """Let them ring; let crews work until all is over."""
        threads = [threading.Thread(target=work) for work in (self._ring, self._send, self._drive)]
        for thread in threads:
            thread.start()
        return threads

    def _ring(self) -> None:
        for number in range(self.calls):
            self._hold_back()
            self.opened[number] = self._taken(number)

    def _hold_back(self) -> None:
        """Wait while enough urgent cases do, so that calls go on coming in for as long as the dispatchers work."""
        for _ in range(HELD_BACK_MOST):
            if self.count(URGENT) <= URGENT_MOST or self.rush.is_set() or self.over.wait(HELD_BACK_S):
                return
        raise AssertionError(
            f"nobody was sent to any of {URGENT_MOST} urgent cases in {HELD_BACK_MOST * HELD_BACK_S} s"
        )

    def _taken(self, number: int) -> str:
        """One call: it rings, is answered, becomes a case and is hung up; the case's name."""
        rang = self._event(number, "ringing", {"number": f"+1202555{100 + number % 100:04d}"})
        call = rang["events"][0]["call"]
        self._act("call_taker", "call.answer", f"{number}-answer", call=call)
        case = self._act(
            "call_taker", "incident.open", f"{number}-open", report=call,
            category="fire.building" if number % URGENT_EVERY == 0 else "medical.fall",
            priority="life_threat" if number % URGENT_EVERY == 0 else "non_emergency",
            latitude_deg=22.5 + number % 40 / 1000, longitude_deg=114.1,
        )  # fmt: skip
        self._event(number, "hung_up", {})
        return str(case["id"])

    def _event(self, line: int, event: str, more: dict[str, str]) -> Any:
        sequence = 1 if event == "ringing" else 2
        at = self.rows("SELECT now()")[0][0].isoformat()
        told = {"line": f"line-{line}", "sequence": sequence, "event": event, "at": at, **more}
        return self._asked("reporter", "/api/telephony/events", {"events": [told]}, f"{line}-{event}")

    def _send(self) -> None:
        """A colleague sends units to what is less urgent."""
        while not self.over.wait(0.2):
            free = [one for (one,) in self.rows(FREE)]
            # Half of the units stay free for those at their windows.
            for (case,), unit in zip(self.rows(WAITING), free[len(SIGNS) // 2 :], strict=False):
                self._act("dispatcher", "incident.assign", f"{case}-send", incident=case, unit=unit)

    def _drive(self) -> None:
        """Crews go, arrive, and are free again."""
        while not self.over.wait(0.3):
            for one, status in self.rows(ACTIVE):
                step = NEXT[status]
                self._act("dispatcher", f"assignment.{step}", f"{one}-{step}", assignment=one)

    def rows(self, question: str) -> list[tuple[Any, ...]]:
        """What the database says."""
        return self.newcomer.rows(question, world=WORLD)

    def count(self, what: str) -> int:
        """How many there are of something."""
        return int(self.rows(f"SELECT count(*) FROM {what}")[0][0])

    def _act(self, role: str, name: str, key: str, **inputs: Any) -> Any:
        return self._asked(role, f"/api/acts/{name}", inputs, key)

    def _asked(self, role: str, path: str, told: Any, key: str) -> Any:
        """Ask until it is answered. What was refused is kept: the shift is not to have any that it cannot explain."""
        headers = {"Authorization": f"Bearer {self.secrets[role]}", "Content-Type": "application/json"}
        headers["Idempotency-Key"] = key
        while True:
            caller = http.client.HTTPConnection("127.0.0.1", self.newcomer.port, timeout=30)
            try:
                caller.request("POST", path, json.dumps(told), headers)
                reply = caller.getresponse()
                text = reply.read().decode()
            except (OSError, http.client.HTTPException):
                self._again()
                continue
            finally:
                caller.close()
            if reply.status >= 500 or '"busy"' in text:
                self._again()
                continue
            if reply.status >= 400:
                self.refused.append(f"{path} {key} {reply.status} {text[:200]}")
            return json.loads(text)

    def _again(self) -> None:
        self.tried_again += 1
        time.sleep(0.1)
