"""Tasks: cards, where their files are, how their rows are read, checked and sampled."""
