"""One file a task: its card, its files, and how a row becomes an example."""
