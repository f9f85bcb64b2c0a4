"""Measurements: figures and ratios of one run, never a timed assert. `make bench` runs them all."""
