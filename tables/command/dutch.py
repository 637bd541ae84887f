"""The command speaks Dutch: also what click says of itself, and what stands for a value in its help."""

import gettext
import os
from pathlib import Path

import click

OF_A_TYPE = {
    "integer": "GETAL",
    "integer range": "GETAL",
    "text": "TEKST",
    "bestand": "BESTAND",
    "map": "MAP",
    "datetime": "JJJJ-MM-DD",
}
OF_AN_ARGUMENT = {
    "publication": "PUBLICATIE",
    "file": "BESTAND",
    "first": "EERSTE",
    "second": "TWEEDE",
    "rule": "BEDRAG",
    "name": "NAAM",
}


def speak() -> None:
    """Let click speak Dutch to everyone, as all else here does, whatever the language of the machine."""
    os.environ["LANGUAGE"] = "nl"
    gettext.bindtextdomain("messages", str(Path(__file__).parent / "locale"))


def in_dutch(command: click.Command) -> None:
    """Give each option and argument a Dutch word for its value, where it has none of its own."""
    for parameter in command.params:
        if parameter.metavar is None:
            known = OF_A_TYPE if isinstance(parameter, click.Option) else OF_AN_ARGUMENT
            name = parameter.type.name if isinstance(parameter, click.Option) else str(parameter.name)
            if not (isinstance(parameter, click.Option) and parameter.is_flag):
                parameter.metavar = known.get(name)
    command.options_metavar = "[OPTIES]"
    if isinstance(command, click.Group):
        command.subcommand_metavar = "OPDRACHT ..."
    for inner in getattr(command, "commands", {}).values():
        in_dutch(inner)
