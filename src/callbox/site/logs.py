"""What is logged: that something happened and where in the code, never what anyone sent or what a record holds.

Messages of errors are left out, since they may quote a value; so are the addresses of requests, since people put names and
numbers into them. What remains finds the fault: the error's type, and the lines of code it came through.
"""

import logging
import traceback
from datetime import UTC, datetime
from types import TracebackType

# Loggers of libraries whose messages hold what was sent. Only what they are about is kept.
TALKATIVE = ("django.request", "django.security", "django.server", "uvicorn.access", "asyncio", "psycopg")
LINES_MAX = 12


class Discreet(logging.Formatter):
    """One line an event: time (UTC), level, logger, message; an error as its type and the lines it came through."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        return " ".join((at, record.levelname.lower(), record.name, _message(record), *_error(record))).rstrip()


def _message(record: logging.LogRecord) -> str:
    if record.name.startswith(TALKATIVE):
        status = getattr(record, "status_code", None)
        return f"answered {status}" if status else "something was refused"
    return record.getMessage().replace("\n", " ")


def _error(record: logging.LogRecord) -> list[str]:
    if not record.exc_info or record.exc_info[0] is None:
        return []
    kind, _, trace = record.exc_info
    return [f"{kind.__name__} at {_lines(trace)}"]


def _lines(trace: TracebackType | None) -> str:
    steps = traceback.extract_tb(trace)[-LINES_MAX:]
    return " < ".join(f"{'/'.join(step.filename.split('/')[-2:])}:{step.lineno}" for step in reversed(steps))


def begin(*, level: int = logging.WARNING) -> logging.Handler:
    """Log to standard error, discreetly, from now on. Returns the handler."""
    handler = logging.StreamHandler()
    handler.setFormatter(Discreet())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    return handler
