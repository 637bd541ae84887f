"""What is declared: the TOML files beside the rules and in a user's folder, read and checked."""
