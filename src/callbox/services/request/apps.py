"""Makes the request service known to Django and to the registry."""

from callbox.kernel.service_app import ServiceApp


class RequestApp(ServiceApp):
    """The request service."""

    default = True
    name = "callbox.services.request"
    label = "request"
