"""From item counts to estimates: gains, gaps, drops, with intervals that can be believed."""
