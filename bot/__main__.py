"""`python -m bot` is `cairn`."""

from bot.cli import main

main()
