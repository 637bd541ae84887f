"""The model of households: the tables of weights, households that are handed in, and what comes of them."""
