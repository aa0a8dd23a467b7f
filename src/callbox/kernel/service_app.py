"""How a service folder becomes a Django app: its tables live in `tables.py`, its declaration is registered at start."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig, apps
from django.utils.module_loading import module_has_submodule

from callbox.kernel import registry


class ServiceApp(AppConfig):
    """The base of each service's `apps.py`."""

    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        self.models = apps.all_models[self.label]
        if self.module is not None and module_has_submodule(self.module, "tables"):
            self.models_module: Any = import_module(f"{self.name}.tables")

    def ready(self) -> None:
        declared = import_module(f"{self.name}.service")
        registry.register(declared.SERVICE, self.models_module.TABLES)
