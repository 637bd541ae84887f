"""The guard on rules: every rule of a library tried on values that are made up, here or in a ministry."""
