"""One module a command. Heavy rooms are imported inside the command bodies."""
