"""The talent-signal method: a record of one workspace in, evidence and findings out. Pure."""
