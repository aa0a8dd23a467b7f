"""Makes the boundary service known to Django and to the registry."""

from callbox.kernel.service_app import ServiceApp


class BoundaryApp(ServiceApp):
    """The boundary service."""

    default = True
    name = "callbox.services.boundary"
    label = "boundary"
