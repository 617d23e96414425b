"""One file a perturbation."""
