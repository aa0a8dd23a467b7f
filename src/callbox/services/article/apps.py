"""Makes the article service known to Django and to the registry."""

from callbox.kernel.service_app import ServiceApp


class ArticleApp(ServiceApp):
    """The article service."""

    default = True
    name = "callbox.services.article"
    label = "article"
