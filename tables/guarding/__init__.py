"""The guard before publication, in Dutch."""
