"""Parts: work that is cut up, for processes or machines side by side; a run goes on where it stopped."""
