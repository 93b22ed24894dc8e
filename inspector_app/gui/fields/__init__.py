"""Field editors of the Visit page: one widget for each kind of value; each tells once when an edit is finished."""
