"""Makes the place note service known to Django and to the registry."""

from callbox.kernel.service_app import ServiceApp


class PlaceNoteApp(ServiceApp):
    """The place note service."""

    default = True
    name = "callbox.services.place_note"
    label = "place_note"
