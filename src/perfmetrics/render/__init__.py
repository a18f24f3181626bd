"""Renderers: one module a format, each from the neutral document tree."""
