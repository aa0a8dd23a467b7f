"""Makes the aid service known to Django and to the registry."""

from callbox.kernel.service_app import ServiceApp


class AidApp(ServiceApp):
    """The aid service."""

    default = True
    name = "callbox.services.aid"
    label = "aid"
