"""Makes the console known to Django, and its words to the kernel."""

from django.apps import AppConfig

from callbox.faces.console.words import WORDS
from callbox.kernel.words import register


class ConsoleApp(AppConfig):
    """The console."""

    default = True
    name = "callbox.faces.console"
    label = "console"

    def ready(self) -> None:
        register("console", WORDS)
