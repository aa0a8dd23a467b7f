"""A telephone system that calls somebody, reads a page aloud and tells which key they pressed.

Two ways, both neutral. With an address: a signed POST as a webhook's, whose JSON has `say` (what to read), `language`,
`keys` (what each key means) and `answer_at`; the system tells the key there, as `{"key": "1"}`, when it knows it. Without
one: the node's own command, which gets the same JSON on standard input, calls, and prints the key that was pressed. The
command stands in the settings file, never in a record.
"""

import json
import shlex
import subprocess

from callbox.services.message.wording import spoken
from callbox.site.channels import webhook
from callbox.site.channels.carrying import Carried, Failed

# A telephone rings, is answered, hears the page twice: so long the node's own command may take.
CALL_S = 90.0
ACKNOWLEDGED = "1"


def send(carried: Carried) -> str | None:
    """Have it read aloud; the key that was pressed, where that is known at once.

    Raises:
        Failed: where nobody took it.
    """
    if carried.channel.address:
        webhook.post(carried, written(carried))
        return None
    return _run(shlex.split(carried.settings.voice_command), written(carried))


def written(carried: Carried) -> bytes:
    """What the telephone system is told, as JSON."""
    telling, language = carried.telling, carried.settings.language
    told: dict[str, object] = {"id": telling.id, **telling.fields, "language": language}
    told |= {"say": spoken(telling, language), "keys": {ACKNOWLEDGED: "acknowledged"}, "answer_at": carried.answer_at}
    return json.dumps(told, ensure_ascii=False, sort_keys=True).encode()


def _run(command: list[str], told: bytes) -> str | None:
    if not command:
        raise Failed("not_set_up")
    try:
        done = subprocess.run(command, input=told, timeout=CALL_S, capture_output=True, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise Failed("timed_out") from None
    except OSError:
        raise Failed("not_set_up") from None
    if done.returncode:
        raise Failed("turned_down")
    said = done.stdout.decode("ascii", "replace").split()
    return said[-1] if said else None
