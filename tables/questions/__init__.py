"""What a value does, what it must be, who gains, and how a mistake is put right: as text and as sheets."""
