"""Scenarios: what if a figure, an input, a rule or a municipality were another one? Each is a layer."""
