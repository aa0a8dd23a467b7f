"""What is doubtful about something that was sent. It is kept all the same, and waits until somebody looked at it. Pure.

Rules in words: a field was filled in that no person sees; it was sent faster than anybody types; it is little but links;
very many came from one source; or it did not come from a page of ours. Each is told by a code, so that whoever looks knows.
"""

import re
from datetime import datetime, timedelta
from typing import Final

from callbox.faces.portal.told import FORM_GOOD, Told

HELD: Final = "held_for_review"
AT_ONCE: Final = timedelta(seconds=2)
LINK: Final = re.compile(r"https?://|www\.", re.IGNORECASE)
LINKS_MOST: Final = 2


def doubts(told: Told, *, pace: str, now: datetime) -> tuple[str, ...]:
    """The codes of what is doubtful, after the one that holds it back; none where nothing is."""
    age = now - told.form.at if told.form else None
    found = (
        ("trap_filled", told.trapped),
        ("no_form", age is None or not timedelta(0) <= age <= FORM_GOOD),
        ("sent_at_once", age is not None and timedelta(0) <= age < AT_ONCE),
        ("many_links", len(LINK.findall(told.words)) > LINKS_MOST),
        ("sent_many", pace != "calm"),
    )
    codes = tuple(code for code, holds in found if holds)
    return (HELD, *codes) if codes else ()
