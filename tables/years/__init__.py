"""A publication over several years, as a budget of more years asks it."""
