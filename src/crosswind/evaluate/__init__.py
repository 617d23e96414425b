"""Prediction and official metrics: checkpoints and examples in, predictions and scores out."""
