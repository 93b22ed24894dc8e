"""One module per kind of document: its data and its outline."""
