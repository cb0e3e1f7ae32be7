"""The desk: a local page for bringing articles to Medium by hand, or with one button.

Importing this package is cheap: Flask and Jinja are imported when a desk is opened.
"""
