"""The command line: selects what to run; the experiment file describes it."""
