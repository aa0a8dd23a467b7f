"""A telephone system that calls somebody, reads a page aloud and tells which key they pressed.

Two ways, both neutral. With an address: a signed POST as a webhook's, whose JSON has `say` (what to read), `language`,
`keys` (what each key means) and `answer_at`; the system tells the key there, as `{"key": "1"}`, when it knows it. Without
one: the node's own command, which gets the same JSON on standard input, calls, and prints the key that was pressed. The
command stands in the settings file, never in a record.
"""

import json

from callbox.services.message.wording import spoken
from callbox.site.channels import webhook
from callbox.site.channels.carrying import Carried, run

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
    printed = run(carried.settings.voice_command, written(carried), within_s=CALL_S).decode("ascii", "replace").split()
    return printed[-1] if printed else None


def written(carried: Carried) -> bytes:
    """What the telephone system is told, as JSON."""
    telling, language = carried.telling, carried.settings.language
    told: dict[str, object] = {"id": telling.id, **telling.fields, "language": language}
    told |= {"say": spoken(telling, language), "keys": {ACKNOWLEDGED: "acknowledged"}, "answer_at": carried.answer_at}
    return json.dumps(told, ensure_ascii=False, sort_keys=True).encode()
