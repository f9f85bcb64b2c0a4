"""Every statement that the bot runs finds its rows by an index, on both engines."""
