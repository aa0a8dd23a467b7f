"""The administrator's spreadsheet: columns, reading, checking, and the acts that bring a node to what it says."""
