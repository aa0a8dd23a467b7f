"""Makes the application service known to Django and to the registry."""

from callbox.kernel.service_app import ServiceApp


class ApplicationApp(ServiceApp):
    """The application service."""

    default = True
    name = "callbox.services.application"
    label = "application"
