"""Makes the report service known to Django and to the registry."""

from callbox.kernel.service_app import ServiceApp


class ReportApp(ServiceApp):
    """The report service."""

    default = True
    name = "callbox.services.report"
    label = "report"
