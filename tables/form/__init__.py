"""The form of a new publication: the workbook and the TOML file that `verdeel new` writes."""
