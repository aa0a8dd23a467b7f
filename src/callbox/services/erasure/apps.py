"""Makes the erasure service known to Django and to the registry."""

from callbox.kernel.service_app import ServiceApp


class ErasureApp(ServiceApp):
    """The erasure service."""

    default = True
    name = "callbox.services.erasure"
    label = "erasure"
