"""Runs git as somebody whose name it knows."""

import subprocess

WHO = ("-c", "user.name=Tester", "-c", "user.email=tester@blog.example")


def git(folder, *arguments, check=True):
    """Run git in a folder, and return the finished process."""
    return subprocess.run(
        ["git", *WHO, *arguments], cwd=folder, capture_output=True, text=True, check=check
    )
