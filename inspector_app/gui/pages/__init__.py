"""The pages of the window; no page imports another, the window wires them."""
