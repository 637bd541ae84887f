"""A letter for every municipality, as a text document (ODT)."""
