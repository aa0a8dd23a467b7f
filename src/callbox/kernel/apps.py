"""Makes the kernel's own tables known to Django."""

from callbox.kernel.service_app import ServiceApp


class KernelApp(ServiceApp):
    """The kernel."""

    default = True
    name = "callbox.kernel"
    label = "kernel"

    def ready(self) -> None:
        """The kernel is no service: nothing to register."""
