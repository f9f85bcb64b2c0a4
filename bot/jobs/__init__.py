"""What the bell starts: one file per round. Each may run twice, or beside itself, without harm."""
