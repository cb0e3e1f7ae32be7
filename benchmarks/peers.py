"""What other converters take for the same articles, as a share of the same parse.

markdownify turns HTML into Markdown, and jupyter_to_medium's conversion sends a notebook through
nbconvert: each article is one cell of a notebook here. Neither does the same work as ours, which
is why these lines have no limit. Both come from `make bench`'s own environment.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from articles import Article
from results import Result


def markdownified(one: Article) -> str:
    """Convert by markdownify."""
    from markdownify import markdownify

    text: str = markdownify(one.html)
    return text


def by_notebook(one: Article) -> str:
    """Convert as jupyter_to_medium does, but for its pictures."""
    import nbformat.v4 as notebook
    from jupyter_to_medium._preprocesors import NoExecuteDataFramePreprocessor
    from nbconvert.exporters import MarkdownExporter

    made: Any = notebook.new_notebook(cells=[notebook.new_markdown_cell(one.html)])
    resources: dict[str, Any] = {
        "metadata": {"path": ".", "name": one.title},
        "image_data_dict": {},
        "converter": str,  # of tables in code cells, of which there are none
    }
    # Its other step opens the file of every picture, and there is none here.
    made, resources = NoExecuteDataFramePreprocessor().preprocess(made, resources)
    text: str = MarkdownExporter().from_notebook_node(made, resources)[0]
    return text


def seconds(work: Callable[[Article], object], articles: Sequence[Article]) -> float:
    """Return the CPU time of this thread."""
    start = time.thread_time()
    for one in articles:
        work(one)
    return time.thread_time() - start


def results(articles: Sequence[Article], parse: Callable[[Article], object]) -> list[Result]:
    """Measure both beside the parse, in turn."""
    found = []
    for name, work in (("markdownify", markdownified), ("jupyter_to_medium", by_notebook)):
        work(articles[0])
        plain, took = seconds(parse, articles), seconds(work, articles)
        remark = f"{took:.2f} s against {plain:.2f} s"
        found.append(Result(f"  {name} on the same articles", took / plain, None, remark))
    return found
