"""The commands of design.md, by noun. What a command needs it imports when it runs, so that help is quick."""
