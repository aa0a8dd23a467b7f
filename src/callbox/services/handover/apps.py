"""Makes the handover service known to Django and to the registry."""

from callbox.kernel.service_app import ServiceApp


class HandoverApp(ServiceApp):
    """The handover service."""

    default = True
    name = "callbox.services.handover"
    label = "handover"
