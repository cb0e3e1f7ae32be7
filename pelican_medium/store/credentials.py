"""OAuth logins, kept for this user: outside every site, readable by nobody else.

One record for each API, because a login at one API is of no use at another. They lie in the
user's configuration folder, or in the system's keyring where the package ``keyring`` is installed
and has one that works.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pelican_medium.model import Grant, Login, Token
from pelican_medium.model.errors import CredentialsError
from pelican_medium.store import disk

VERSION = 1

#: What the records are called in a keyring.
SERVICE = "pelican-medium"

#: Another run renews a login in a second or two.
LOCK_SECONDS = 30.0


def path() -> Path:
    """Return where logins are kept: ``credentials.json`` in the user's configuration folder."""
    import platformdirs

    return platformdirs.user_config_path(SERVICE, appauthor=False) / "credentials.json"


def rotated(api_url: str, refresh_token: Token) -> str:
    """Return the name under which what took a refresh token's place is kept."""
    return f"{api_url}#{hashlib.sha256(refresh_token.reveal().encode()).hexdigest()[:16]}"


def read(name: str) -> Login | None:
    """Return the login kept under a name (an API's URL, or `rotated`), or None.

    Raises:
        CredentialsError: what is kept cannot be read.
    """
    kept = _from_keyring(name)
    record: Any = None if kept else _records().get(name)
    if kept is None and record is None:
        return None
    try:
        return _login(json.loads(kept) if kept else record)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        raise CredentialsError(
            f"The login kept in {path()} cannot be read; log in again with pelican-medium login."
        ) from None


def keep(name: str, login: Login) -> str:
    """Keep a login in place of the one before, and return where.

    Raises:
        CredentialsError: it cannot be kept; what was kept before still is.
    """
    record = _record(login)
    if _to_keyring(name, json.dumps(record)):
        return "the keyring"
    _change(lambda records: records | {name: record})
    return str(path())


def forget(name: str) -> bool:
    """Remove a login; tell whether there was one.

    Raises:
        CredentialsError: it cannot be removed.
    """
    had = _out_of_keyring(name)
    if not path().exists():
        return had
    before = _records()
    left = {one: kept for one, kept in before.items() if one != name}
    if left != before:
        _change(lambda _: left)
    return had or left != before


@contextmanager
def locked() -> Iterator[None]:
    """Keep other runs from renewing a login meanwhile: a refresh token may work only once.

    Raises:
        CredentialsError: another run holds the lock for too long.
    """
    import filelock

    folder = _folder()
    try:
        with filelock.FileLock(folder / "credentials.lock", timeout=LOCK_SECONDS, mode=0o600):
            yield
    except filelock.Timeout:
        raise CredentialsError(
            "Another run is renewing the login; nothing was changed. Try again."
        ) from None


def _folder() -> Path:
    """Return the folder of the logins, made for this user alone.

    Raises:
        CredentialsError: it cannot be made.
    """
    folder = path().parent
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError as error:
        raise CredentialsError(
            f"{folder} cannot be used to keep a login ({error.strerror or error})."
        ) from None
    return folder


def _records() -> dict[str, Any]:
    try:
        whole = json.loads(path().read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise CredentialsError(
            f"{path()} cannot be read ({type(error).__name__}); log in again after removing it."
        ) from None
    if not isinstance(whole, dict) or whole.get("version") != VERSION:
        raise CredentialsError(f"{path()} was not written by this version; nothing was changed.")
    logins = whole.get("logins")
    return logins if isinstance(logins, dict) else {}


def _change(change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    _folder()
    whole = {"version": VERSION, "logins": change(_records())}
    try:
        disk.write(path(), json.dumps(whole, indent=2, sort_keys=True) + "\n", mode=disk.PRIVATE)
    except OSError as error:
        raise CredentialsError(
            f"{path()} cannot be written ({error.strerror or error}); nothing was changed."
        ) from None


def _record(login: Login) -> dict[str, Any]:
    grant = login.grant
    return {
        "client_id": login.client_id.reveal(),
        "client_secret": login.client_secret.reveal(),
        "access_token": grant.access_token.reveal(),
        "refresh_token": grant.refresh_token.reveal(),
        "expires_at": grant.expires_at.isoformat(timespec="seconds"),
        "scopes": list(grant.scopes),
        "account": login.account,
    }


def _login(record: dict[str, Any]) -> Login:
    secrets = ("client_id", "client_secret", "access_token", "refresh_token")
    client_id, client_secret, access, refresh = (Token(str(record[name])) for name in secrets)
    ends = datetime.fromisoformat(record["expires_at"]).astimezone(UTC)
    grant = Grant(access, refresh, ends, tuple(str(one) for one in record.get("scopes", ())))
    return Login(client_id, client_secret, grant, str(record.get("account", "")))


# --- The keyring, where there is one ---------------------------------------------------------


def _keyring() -> Any:
    """Return the package ``keyring``, or None where it is not installed."""
    try:
        import keyring
        import keyring.errors
    except ImportError:
        return None
    return keyring


def _from_keyring(name: str) -> str | None:
    keyring = _keyring()
    if keyring is None:
        return None
    try:
        kept: str | None = keyring.get_password(SERVICE, name)
    except keyring.errors.KeyringError:  # locked, or none that works on this machine
        return None
    return kept


def _to_keyring(name: str, record: str) -> bool:
    """Keep a record in the keyring; tell whether it is there: some keyrings keep nothing."""
    keyring = _keyring()
    if keyring is None:
        return False
    try:
        keyring.set_password(SERVICE, name, record)
    except keyring.errors.KeyringError:
        return False
    return _from_keyring(name) == record


def _out_of_keyring(name: str) -> bool:
    keyring = _keyring()
    if keyring is None or _from_keyring(name) is None:
        return False
    try:
        keyring.delete_password(SERVICE, name)
    except keyring.errors.KeyringError as error:
        raise CredentialsError(f"The keyring does not let go of the login ({error}).") from None
    return True
