"""Makes the message service known to Django and to the registry."""

from callbox.kernel.service_app import ServiceApp


class MessageApp(ServiceApp):
    """The message service."""

    default = True
    name = "callbox.services.message"
    label = "message"
