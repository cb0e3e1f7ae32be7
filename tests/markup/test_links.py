"""Links: absolute, as a browser on the article's own page resolves them."""

import pytest
from markups import PAGE, shown


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("x.html", PAGE + "x.html"),
        ("../x.html", "https://e.org/blog/posts/x.html"),
        ("/x.html", "https://e.org/x.html"),
        ("//o.example/x", "https://o.example/x"),
        ("https://o.example/x?y#z", "https://o.example/x?y#z"),
        ("other#frag", PAGE + "other#frag"),
        ("?q=1", PAGE + "?q=1"),
        (" x.html ", PAGE + "x.html"),
        ("a\nb.html", PAGE + "ab.html"),
        ("ü ö.html", PAGE + "%C3%BC%20%C3%B6.html"),
        ("http://bücher.example/", "http://xn--bcher-kva.example/"),
        ("mailto:a@e.org?subject=x", "mailto:a@e.org?subject=x"),
        ("tel:+491234", "tel:+491234"),
        ("ftp://e.org/x", "ftp://e.org/x"),
    ],
)
def test_a_link_becomes_absolute(url, expected):
    """A link leads where it led on the article's own page."""
    assert shown(f'<p><a href="{url}">t</a></p>') == f'<p><a href="{expected}">t</a></p>'


@pytest.mark.parametrize(
    "attributes",
    [
        "",
        'name="x"',
        'href=""',
        'href="  "',
        'href="http://[half"',
        'href="http://"',
        'href="http:///x"',
        'href="mailto:"',
        'href="javascript:alert(1)"',
        'href="JavaScript:alert(1)"',
        'href=" javascript:alert(1)"',
        'href="java\tscript:alert(1)"',
        'href="java&#10;script:alert(1)"',
        'href="&#1;javascript:alert(1)"',
        'href="vbscript:x"',
        'href="data:text/html,x"',
        'href="file:///etc/passwd"',
        'href="about:blank"',
    ],
)
def test_a_link_to_nowhere_leaves_its_text(attributes):
    """A link without a usable address would become about:invalid at Medium."""
    assert shown(f"<p>a <a {attributes}><b>t</b></a> c</p>") == "<p>a <strong>t</strong> c</p>"


def test_the_base_element_is_not_believed():
    """Addresses start from the article's own page."""
    assert shown('<base href="https://evil.example/"><img src=x.png>') == (
        f'<figure><img src="{PAGE}x.png"/></figure>'
    )
