"""Makes the unit service known to Django and to the registry."""

from callbox.kernel.service_app import ServiceApp


class UnitApp(ServiceApp):
    """The unit service."""

    default = True
    name = "callbox.services.unit"
    label = "unit"
