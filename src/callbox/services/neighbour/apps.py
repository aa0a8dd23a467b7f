"""Makes the neighbour service known to Django and to the registry."""

from callbox.kernel.service_app import ServiceApp


class NeighbourApp(ServiceApp):
    """The neighbour service."""

    default = True
    name = "callbox.services.neighbour"
    label = "neighbour"
