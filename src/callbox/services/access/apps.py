"""Makes the access service known to Django and to the registry."""

from callbox.kernel.service_app import ServiceApp


class AccessApp(ServiceApp):
    """The access service."""

    default = True
    name = "callbox.services.access"
    label = "access"
