"""Facts in, Block Kit out: pure, one file per noun. Owns its block and action ids."""
