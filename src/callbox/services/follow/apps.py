"""Makes the follow service known to Django and to the registry."""

from callbox.kernel.service_app import ServiceApp


class FollowApp(ServiceApp):
    """The follow service."""

    default = True
    name = "callbox.services.follow"
    label = "follow"
