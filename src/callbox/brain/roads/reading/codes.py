"""All that reading may say, as codes: a service words each of them in every language.

A note is worded with its count, what its numbers are, and where the first few stand; a refusal with the values named.
"""

from typing import Final

NOTES: Final = (
    "arc.duplicate", "arc.island", "arc.length", "arc.loop", "arc.no_speed", "arc.odd_speed", "arc.off_globe",
    "arc.unknown_node", "arc.way_out",
    "barrier.open", "barrier.shut", "barrier.siren_only",
    "islands",
    "name.without_place",
    "node.again", "node.dead_end", "node.island", "node.off_globe", "node.without_arcs",
    "restriction.by_time", "restriction.kept", "restriction.lacks_member", "restriction.lacks_via",
    "restriction.unknown_kind", "restriction.via_unclear", "restriction.via_way", "restriction.way_passes_via",
    "row.speed_unread", "row.unknown_class", "row.without_line", "row.without_name",
    "way.against_for_siren", "way.bridge", "way.closed", "way.ferry", "way.ferry_on_foot", "way.lacks_nodes",
    "way.no_road", "way.not_for_siren", "way.one_way", "way.path", "way.private", "way.roundabout", "way.siren_only",
    "way.speed_posted", "way.speed_unread", "way.tunnel", "way.without_line",
)  # fmt: skip

REFUSALS: Final[dict[str, tuple[str, ...]]] = {
    "centrelines.projected": ("x", "y"),
    "demand.no_places": (),
    "demand.too_many": ("kinds", "rows"),
    "demand.unknown_mode": ("mode",),
    "demand.wrong": ("line", "most"),
    "dimacs.lacks_file": ("file",),
    "dimacs.lacks_lines": ("letter", "found", "stated"),
    "dimacs.no_header": ("header",),
    "feature.coordinates": ("feature",),
    "feature.geometry": ("feature", "wanted", "found"),
    "feature.lacks_number": ("feature", "property"),
    "feature.not_one": ("feature", "value"),
    "file.damaged": (),
    "file.empty": (),
    "file.lacks_table": ("table",),
    "file.not_text": ("byte",),
    "file.not_zip": (),
    "file.too_large": ("most_bytes",),
    "file.truncated": (),
    "files.none": (),
    "files.too_many": ("files",),
    "fleet.unknown_station": ("line", "station"),
    "geojson.damaged": ("line",),
    "geojson.no_collection": (),
    "jemss.arc_form": ("value",),
    "line.lacks_columns": ("line", "columns", "wanted"),
    "line.not_a_number": ("line", "column", "value"),
    "line.not_a_rate": ("line", "value"),
    "line.not_whole": ("line", "column", "value"),
    "line.off_globe": ("line",),
    "line.unknown_zone": ("line", "zone"),
    "mapping.no_line": (),
    "mapping.unknown_class": ("value", "known"),
    "osm.damaged": (),
    "osm.unknown_form": (),
    "roads.none": (),
    "table.lacks_column": ("table", "column"),
    "table.unended_quote": ("line",),
    "zip.lacks_file": ("file",),
}
