"""A specification that was received: how it is read, and what is said of it."""
