"""English."""

WORDS: dict[str, str] = {
    "portal.title": "Notes",
    "portal.wait": "Stay quiet. Questions come here, and you answer by tapping.",
    "portal.black": "Black screen",
    "portal.back": "On the black screen, tap the lower left corner to come back.",
    "portal.leave": "Leave",
    "portal.sent": "Sent",
    "portal.write": "Write, if you can",
    "portal.send": "Send",
    "portal.place": "Share where I am",
    "portal.place_sent": "Your place was sent",
    "portal.place_not": "Your place is not known to this device",
    "portal.nothing": "There is nothing here.",
    "portal.lost": "No connection. It is tried again.",
}
