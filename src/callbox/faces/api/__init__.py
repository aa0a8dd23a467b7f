"""The API: reports in, cases out, any act that the caller may perform. OpenAPI 3.1 at /api/openapi.json."""
