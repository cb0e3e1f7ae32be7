"""Verbs of the command line that are loaded only when somebody asks for them."""
