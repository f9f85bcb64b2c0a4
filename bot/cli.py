"""The command line. Exit 0: well; 1: the work failed; 2: wrong usage or settings."""

import sys
from typing import NoReturn

import click

from bot.commands import config, deliveries, demo, people, porting, serving, setup, signals, simulate
from bot.commands.opening import Failed
from bot.settings import SettingsError

COMMANDS: tuple[click.Command, ...] = (
    *(demo.demo, serving.run, serving.tick, setup.migrate, people.people, porting.import_, porting.export),
    *(porting.erase, deliveries.deliveries, config.config, setup.manifest_, setup.doctor),
    *(signals.signals, simulate.simulate),
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="cairn", prog_name="cairn")
def cairn() -> None:
    """Continuous feedback in Slack, run by the company itself."""


for command in COMMANDS:
    cairn.add_command(command)


def main() -> NoReturn:
    """What `cairn` and `python -m bot` run."""
    from bot.database import DatabaseAway
    from bot.rules.refusal import Refusal

    try:
        cairn.main(standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        _end(error.format_message(), 2)
    except click.ClickException as error:
        _end(error.format_message(), error.exit_code)
    except click.Abort:
        sys.exit(1)
    except (SettingsError, Refusal) as error:
        _end(str(error), 2)
    except Failed as error:
        _end(str(error), 1)
    except OSError as error:
        _end(str(error), 1)
    except DatabaseAway as error:
        _end(f"The database cannot be reached: {' '.join(str(error).split())}", 1)
    sys.exit(0)


def _end(line: str, code: int) -> NoReturn:
    click.echo(line, err=True)
    sys.exit(code)
