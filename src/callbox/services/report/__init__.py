"""One contact: a call, web form, photo, API post or alert, kept as it came."""
