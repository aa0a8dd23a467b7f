"""The least that takes a report in durably: one function on uvicorn, one INSERT for each request, and nothing else.

    python -m benchmarks.bare PORT CONNINFO

No sign-in, no schema, no rules, no chain, no encryption, no idempotency. It is the peer of benchmarks.intake.
"""

import json
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import uvicorn
from psycopg_pool import AsyncConnectionPool

POOLED = 16
Message = MutableMapping[str, Any]


class Bare:
    """The whole server."""

    def __init__(self, conninfo: str) -> None:
        self._pool = AsyncConnectionPool(conninfo, min_size=POOLED, max_size=POOLED, open=False)

    async def __call__(
        self,
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        if scope["type"] == "lifespan":
            await receive()
            await self._pool.open()
            await send({"type": "lifespan.startup.complete"})
            return
        told = (await receive())["body"].decode()
        async with self._pool.connection() as connection:
            cursor = await connection.execute("INSERT INTO bare (body) VALUES (%s) RETURNING id", [told])
            row = await cursor.fetchone()
        body = json.dumps({"id": row[0] if row else None}).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 201, "headers": headers})
        await send({"type": "http.response.body", "body": body})


if __name__ == "__main__":
    uvicorn.run(Bare(sys.argv[2]), port=int(sys.argv[1]), log_level="error", access_log=False)
