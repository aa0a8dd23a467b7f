"""The contract over handing a case to another organisation."""
