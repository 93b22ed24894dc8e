"""The bureau's rules as pure functions and tables (scoring, grades …): no screen, no store, no clock of their own."""
