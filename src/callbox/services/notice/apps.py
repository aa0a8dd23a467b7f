"""Makes the notice service known to Django and to the registry."""

from callbox.kernel.service_app import ServiceApp


class NoticeApp(ServiceApp):
    """The notice service."""

    default = True
    name = "callbox.services.notice"
    label = "notice"
