"""Makes the call service known to Django and to the registry."""

from callbox.kernel.service_app import ServiceApp


class CallApp(ServiceApp):
    """The call service."""

    default = True
    name = "callbox.services.call"
    label = "call"
