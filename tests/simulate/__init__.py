"""The back-test: generators, measures, what is read from the engine."""
