"""Stories that are on Medium already: in its feed, in its export, in other tools' lists."""
