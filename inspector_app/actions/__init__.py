"""What a person does: one module per act; every transaction begins and ends here, and the window talks to nothing else."""
