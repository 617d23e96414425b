"""What each task kind trains: one file an objective."""
