"""A second opinion about the calendar: what the bot owes whom, and when, worked out from the design alone.

Nothing here imports the bot's rules, jobs or services except `life`, which lives the days that the
other modules only reckon.
"""
