"""The catalogue: what the TOML files say, read, checked and made ready to run."""
