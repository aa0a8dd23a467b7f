"""Sends reports over HTTP on 32 connections and says how long they took: the process that benchmarks.intake sends from.

    python -m benchmarks.sending PORT SECRET SECONDS RATE_PER_S

Each connection sends, waits for the whole answer, and sends again; with a rate, requests fall due evenly and the wait is
counted from when each was due, so that a slow answer is not hidden by what was not sent meanwhile. Rate 0: no wait.
Prints one JSON object: answered, refused, p50_ms, p99_ms, took_s.
"""

import asyncio
import json
import sys
import time
from dataclasses import dataclass, field

CONNECTIONS = 32
BODY = {
    "channel": "call",
    "caller_phone": "555-0100",
    "address": "12 Harbour Road",
    "said_fact": "smoke from a roof",
    "latitude_deg": 30.1,
    "longitude_deg": 122.2,
}


@dataclass
class Sender:
    """What all connections share."""

    port: int
    secret: str
    end_s: float
    every_s: float
    due_s: float
    number: int = 0
    refused: int = 0
    took_s: list[float] = field(default_factory=list)

    def next(self) -> tuple[int, float] | None:
        """The next request's number and when it is due; None at the end."""
        now_s = time.perf_counter()
        due_s = self.due_s if self.every_s else now_s
        self.due_s += self.every_s
        self.number += 1
        return None if max(due_s, now_s) >= self.end_s else (self.number, due_s)

    def request(self, number: int) -> bytes:
        body = json.dumps({**BODY, "source_number": f"n{number}"})
        head = (
            f"POST /api/reports HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nAuthorization: Bearer {self.secret}\r\n"
            f"Content-Type: application/json\r\nIdempotency-Key: {self.end_s:.6f}-{number}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return (head + body).encode()

    async def connection(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        while (following := self.next()) is not None:
            number, due_s = following
            await asyncio.sleep(max(0.0, due_s - time.perf_counter()))
            writer.write(self.request(number))
            status = await _answer(reader)
            self.took_s.append(time.perf_counter() - due_s)
            self.refused += status != 201
        writer.close()


async def _answer(reader: asyncio.StreamReader) -> int:
    head = await reader.readuntil(b"\r\n\r\n")
    length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
    await reader.readexactly(int(length))
    return int(head[9:12])


async def send(port: int, secret: str, *, seconds: float, rate: float) -> dict[str, float]:
    begun_s = time.perf_counter()
    every_s = 1 / rate if rate else 0.0
    sender = Sender(port, secret, end_s=begun_s + seconds, every_s=every_s, due_s=begun_s)
    await asyncio.gather(*(sender.connection() for _ in range(CONNECTIONS)))
    took = sorted(sender.took_s)
    p50, p99 = (1_000 * took[int(part * len(took))] for part in (0.5, 0.99))
    took_s = time.perf_counter() - begun_s
    return {"answered": len(took), "refused": sender.refused, "p50_ms": p50, "p99_ms": p99, "took_s": took_s}


if __name__ == "__main__":
    port, secret, seconds, rate = sys.argv[1:]
    print(json.dumps(asyncio.run(send(int(port), secret, seconds=float(seconds), rate=float(rate)))))
