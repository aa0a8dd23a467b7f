"""Makes the organisation service known to Django and to the registry."""

from callbox.kernel.service_app import ServiceApp


class OrganisationApp(ServiceApp):
    """The organisation service."""

    default = True
    name = "callbox.services.organisation"
    label = "organisation"
