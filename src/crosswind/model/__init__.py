"""Pretrained encoders, heads and tokenisation: the floor that training and evaluation share."""
