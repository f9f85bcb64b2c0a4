"""What happens, in a session it is given: one file per noun."""
