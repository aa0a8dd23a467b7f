"""How the server is run: durable, small, and with no word about people in its log."""

from pathlib import Path

from callbox.site.postgres.folders import PORT

DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
SIZES = {"shared_buffers": "128MB", "max_connections": "200", "max_wal_size": "1GB", "jit": "off"}
PLACE_AND_TIME = {"port": str(PORT), "timezone": "UTC", "log_timezone": "UTC"}

# A failed statement would put a caller's name or number into a plain file that no erasure reaches: errors are answered
# to the client alone (`log` keeps the server's own life and what ends it), never with statement, parameters or detail.
SILENT = {
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_transaction_sample_rate": "0",
    "log_duration": "off",
    "log_lock_waits": "off",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_checkpoints": "off",
    "debug_print_parse": "off",
    "debug_print_rewritten": "off",
    "debug_print_plan": "off",
}


def server_settings(socket: Path, *, durable: bool) -> dict[str, str]:
    """What Callbox stands on, given on the command line, so that no file in the data folder undoes it."""
    reach = {
        "listen_addresses": "",
        "unix_socket_directories": _listed(socket),
        "unix_socket_permissions": "0700",
        "password_encryption": "scram-sha-256",
    }
    return reach | (DURABLE if durable else FORGETFUL) | SIZES | PLACE_AND_TIME | SILENT


def _listed(folder: Path) -> str:
    # The setting is a list: a comma or a quote in the path must not end an item of it.
    return '"' + str(folder).replace('"', '""') + '"'


def as_arguments(settings: dict[str, str]) -> list[str]:
    """`-c name=value` for each setting."""
    return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
