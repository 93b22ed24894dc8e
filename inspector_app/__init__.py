"""Inspector (督查通): unannounced school inspections, offline, from the gate to the bureau's receipt."""

__version__ = "0.1.0"
