"""Makes the closure service known to Django and to the registry."""

from callbox.kernel.service_app import ServiceApp


class ClosureApp(ServiceApp):
    """The closure service."""

    default = True
    name = "callbox.services.closure"
    label = "closure"
