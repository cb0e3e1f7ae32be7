"""A stand-in for Medium on a loopback address: same API, visible pages, faults on demand.

Medium offers no test environment, so this one ships with the plugin. Importing this package is
cheap: Flask, Werkzeug and BeautifulSoup are imported when a sandbox is made.
"""

from pelican_medium.sandbox.cast import SANDBOX_TOKEN
from pelican_medium.sandbox.faults import FAULTS
from pelican_medium.sandbox.server import Running, create_app, running, serve

__all__ = ["FAULTS", "SANDBOX_TOKEN", "Running", "create_app", "running", "serve"]
