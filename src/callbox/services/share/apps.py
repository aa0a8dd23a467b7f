"""Makes the share service known to Django and to the registry."""

from callbox.kernel.service_app import ServiceApp


class ShareApp(ServiceApp):
    """The share service."""

    default = True
    name = "callbox.services.share"
    label = "share"
