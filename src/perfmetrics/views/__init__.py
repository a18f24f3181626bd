"""Results as people read them: each becomes a neutral document for text and Markdown, and a page for a browser."""
