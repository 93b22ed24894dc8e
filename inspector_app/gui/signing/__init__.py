"""The parts of the Sign page: the facts of the visit, ink, refusal, issuing."""
