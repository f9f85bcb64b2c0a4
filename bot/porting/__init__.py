"""Plain files in and out: what `cairn import`, `cairn export` and `cairn people import` do."""
