"""The commands that ask what a value does, must be, shifts or settles, and how realisation compares."""

from tables.command.benchmark import benchmark_command
from tables.command.seek import seek_command
from tables.command.sensitivity import sensitivity_command
from tables.command.settle import settle_command
from tables.command.shifts import shifts_command

QUESTIONS = (benchmark_command, seek_command, sensitivity_command, settle_command, shifts_command)
"""docs/questions.md"""
