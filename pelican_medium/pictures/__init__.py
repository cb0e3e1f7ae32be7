"""Every picture arrives: what becomes of each one before an article is posted.

- `body` finds the pictures of a draft, and writes what became of them back into it;
- `places` and `files` find an own picture's file, `kinds` tells what its bytes are;
- `live` looks at addresses, `page` at the article's own page;
- `verdicts` is the table of what becomes of a picture, and asks nobody;
- `conversion` turns what Medium cannot take into what it can, with `child` as its hands;
- `formulas` turns formulas into pictures, with `typeset` as its hands;
- `drawings` names and writes the PNGs that a build puts into the output;
- `settling` puts these together for one article after the other.

Nothing is imported here: a build with nothing new needs none of it.
"""
