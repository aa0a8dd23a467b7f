"""Simulating a city: its files and worlds are read here, the brain runs, plain values go back to the commands."""
