"""What is said on stderr: a warning about a user's own data, or one message for whatever goes wrong."""

import traceback
from collections.abc import Sequence

import click

from allocation.errors import AllocationError, of_the_system
from rules import Outcome
from tables.command.later import Later


class Refusing(Later):
    """Prints whatever goes wrong as one message on stderr: 2 where the user can mend it, 3 where we must."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that is asked; click itself ends its own errors, Ctrl-C and a broken pipe."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except AllocationError as error:
            wrong, status = str(error), 2
        except OSError as error:
            wrong, status = f"{error.filename or 'de uitvoer'}: {of_the_system(error)}", 2
        except Exception as error:  # noqa: BLE001 - a fault of ours is no difference that was found
            if ctx.params["debug"]:
                click.echo(traceback.format_exc(), err=True, nl=False)
            fault = " ".join(f"{type(error).__name__}: {error}".split())
            wrong, status = f"een fout in het programma: {fault} (verdeel --debug laat zien waar)", 3
        click.echo(f"verdeel: {wrong}", err=True)
        raise SystemExit(status)


def looked_at(outcomes: Sequence[Outcome]) -> Sequence[Outcome]:
    """The outcomes, when it was told what in a user's own data is not as usual; refused with --strict."""
    if any(outcome.every_doubt for outcome in outcomes):
        from tables.publication.doubts import doubt_lines  # noqa: PLC0415 - only where there are doubts

        lines = doubt_lines(outcomes)
        if click.get_current_context().meta["strict"]:
            raise AllocationError("\n  ".join(["niet berekend (--strict):", *lines]))
        for line in lines:
            click.echo(line, err=True)
    return outcomes
