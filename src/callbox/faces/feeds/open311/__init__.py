"""Open311 GeoReport v2, so that an app written for one city works with this node, from discovery to token.

The standard: https://wiki.open311.org/GeoReport_v2 and https://wiki.open311.org/Service_Discovery. What is beyond it
(updates, bounding box, paging, service areas, idempotency keys) is only there for those who ask for it, so that old clients
find what they know.

Rules in words:
- Anybody may read which services there are. A key reads those that are not public as well, and it alone posts.
- A request of a public category tells whoever knows its name how it stands. Words, a place and a photo are told only where
  a person looked them over: those of its notice. What the sender wrote is never told back.
- Lists hold only requests with a public notice, and those that one's own key posted.
- What may not be known of is answered as what never was.
"""
