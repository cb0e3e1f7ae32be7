"""``python -m pelican_medium`` is ``pelican-medium``."""

from pelican_medium.cli import main

if __name__ == "__main__":
    main()
