"""The audit of a report's text: from characters to numbers, to statements, to claims, to verdicts."""
