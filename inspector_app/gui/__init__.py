"""The window: everything Qt lives here and talks to the rest through `actions` alone."""
