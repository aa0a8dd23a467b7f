"""Makes the incident service known to Django and to the registry."""

from callbox.kernel.service_app import ServiceApp


class IncidentApp(ServiceApp):
    """The incident service."""

    default = True
    name = "callbox.services.incident"
    label = "incident"
