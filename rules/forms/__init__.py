"""Forms: workbooks in which a publication is filled in, read as if a TOML file said what stands in them."""
