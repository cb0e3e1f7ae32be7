"""Every picture arrives: what becomes of each one before an article is posted.

- `body` finds the pictures of a draft, and writes what became of them back into it;
- `files` finds the file of a picture of the site, `kinds` tells what its bytes are;
- `looks` looks at addresses, `canonical` at the article's own page;
- `verdicts` is the table of what becomes of a picture, and asks nobody;
- `conversion` turns what Medium cannot take into what it can, with `child` as its hands, and
  `private` leaves out what a camera noted;
- `uploads` hands pictures over, a few at a time;
- `preparing` puts these together for one article after the other, and `forecasting` says what
  it would do;
- `drawings` are the PNGs that a build makes for the site, `formulas` those of mathematics,
  which `typeset` draws.

Nothing is imported here: a build with nothing new needs none of it.
"""
