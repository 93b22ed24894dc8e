"""Item models and plain rows for the window; they are tested without one."""
