"""Makes the transfer service known to Django and to the registry."""

from callbox.kernel.service_app import ServiceApp


class TransferApp(ServiceApp):
    """The transfer service."""

    default = True
    name = "callbox.services.transfer"
    label = "transfer"
