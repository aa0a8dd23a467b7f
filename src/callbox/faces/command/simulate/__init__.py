"""`callbox simulate`: policies meet the same days of a city, in a table, in a report, and to be watched."""
