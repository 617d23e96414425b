"""One self-contained HTML page, and the tables and figures in it."""
