"""The engine: divides pots over municipalities by rules, exactly. Knows no law and no file layout."""
