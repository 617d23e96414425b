"""Fine-tuning: the visible loop, its optimiser, what is selected, and the `fine_tune` step."""
