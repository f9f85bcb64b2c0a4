"""The method's back-test: organisations whose truth is known, and what the engine makes of them.

Two generators make histories: `first`, against which constants may be tuned, and `second`,
written apart with other mechanisms, for the figures that are reported and for nothing else.
"""
