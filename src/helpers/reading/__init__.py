"""How a file that somebody else wrote is opened: nothing waited for, nothing endless, nothing guessed."""
