"""Makes the safety service known to Django and to the registry."""

from callbox.kernel.service_app import ServiceApp


class SafetyApp(ServiceApp):
    """The safety service."""

    default = True
    name = "callbox.services.safety"
    label = "safety"
