"""The rules of a recording of a call.

1. The recorder keeps the sound; here are its address and its hash, so that nobody can put another in its place.
2. Opening it is a read that is recorded with its purpose (kernel.parts); both end with the report's key.
"""

import re

from callbox.kernel.facts import Act, Changes, New, Refused
from callbox.services.call.facts import Call, Recording
from callbox.services.call.inputs import AttachRecording

LINK = re.compile(r"https?://[!-~]{1,1900}")
SHA256 = re.compile(r"[0-9a-f]{64}")


def attach(act: Act[AttachRecording], *, call: Call) -> Changes:
    """The recorder has a recording of a call."""
    told = act.inputs
    if not LINK.fullmatch(told.link):
        raise Refused("recording.link")
    if not SHA256.fullmatch(told.sha256.lower()):
        raise Refused("recording.sha256")
    if told.length_s is not None and told.length_s < 0:
        raise Refused("recording.length")
    recording = Recording(
        id=told.id,
        status="kept",
        organisation=call.organisation,
        call=call.id,
        report=call.report,
        began_at=told.began_at or call.answered_at or call.rang_at,
        length_s=told.length_s,
        link=told.link,
        sha256=told.sha256.lower(),
    )
    return [New(recording, "recording.attached", under=call.ref)]
