"""``sandbox``: how a wrong call of it is refused."""

from verbs import said


def test_sandbox_refuses_a_bad_call(site):
    """A port in use and an unknown fault are exit status 2 with a reason."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = site.cli("sandbox", "--port", str(taken.getsockname()[1]))
    assert result.returncode == 2
    assert "cannot be used" in said(result)
    result = site.cli("sandbox", "--port", "0", "--fault", "explode")
    assert result.returncode == 2
    assert "drop-after" in said(result)
