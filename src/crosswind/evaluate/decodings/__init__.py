"""How each task kind is predicted: one file a kind."""
