"""How facts look."""

from helpers.pages import shown as shown
