"""Makes the shift service known to Django and to the registry."""

from callbox.kernel.service_app import ServiceApp


class ShiftApp(ServiceApp):
    """The shift service."""

    default = True
    name = "callbox.services.shift"
    label = "shift"
