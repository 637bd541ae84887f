"""The sheet on which a reader picks a municipality and sees all of it."""
