"""What the commands of `verdeel` share, and groups of commands: cli.py has the others."""
