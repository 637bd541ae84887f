"""What a scenario changes, and what that does to every municipality: as text, and as a workbook."""
