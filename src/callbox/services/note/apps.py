"""Makes the note service known to Django and to the registry."""

from callbox.kernel.service_app import ServiceApp


class NoteApp(ServiceApp):
    """The note service."""

    default = True
    name = "callbox.services.note"
    label = "note"
