"""Benchmarks, each with a reference that is measured in the same run. `make bench` runs the short ones."""
