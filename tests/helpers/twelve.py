"""Twelve municipalities that differ from each other."""

TWELVE = ("0513", "0363", "0096", "1992", "0014", "0518", "0448", "0088", "1982", "0197", "0893", "0060")
"""Those that differ: islands, the largest, merged, split, without Wsw."""
