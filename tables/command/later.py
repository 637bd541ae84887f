"""Commands that are read when they are asked: each question starts without what the others need."""

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

import click

from tables.command.dutch import in_dutch

ELSEWHERE: Mapping[str, str] = MappingProxyType(
    {
        "benchmark": "benchmark:benchmark_command",
        "derive": "derive:derive_command",
        "guard": "guard:guard_command",
        "history": "history:history_command",
        "letters": "letters:letters_command",
        "model": "model:model_command",
        "model-effect": "model:effect_model_command",
        "model-replicaties": "model_questions:replicates_model_command",
        "model-synthetisch": "model:synthetic_model_command",
        "model-uitleg": "model:explain_model_command",
        "model-verschil": "model_questions:between_model_command",
        "new": "new:new_command",
        "paper": "paper:paper_command",
        "restate": "restate:restate_command",
        "scenario": "scenario:scenario_group",
        "seek": "seek:seek_command",
        "sensitivity": "sensitivity:sensitivity_command",
        "series": "series:series_command",
        "settle": "settle:settle_command",
        "shifts": "shifts:shifts_command",
        "site": "site:site_command",
        "years": "years:years_command",
    }
)
"""By the name of a command, the module of this room with it, and its name there."""


class Later(click.Group):
    """A group that has the commands of ELSEWHERE too."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order of the alphabet."""
        return sorted({*super().list_commands(ctx), *ELSEWHERE})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command; one of elsewhere is read now, once."""
        if cmd_name in ELSEWHERE and cmd_name not in self.commands:
            module, name = ELSEWHERE[cmd_name].split(":")
            command: click.Command = getattr(import_module(f"tables.command.{module}"), name)
            in_dutch(command)
            self.add_command(command, cmd_name)
        return super().get_command(ctx, cmd_name)
