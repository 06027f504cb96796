"""Random data that only who holds the key can draw again.

The key is a file of random bytes that the teacher makes once and keeps; it is in no repository and
on no sheet. What is drawn depends on the key and on names (of the student, of the assignment)
through HMAC-SHA256: who knows the data of one student, and all of this code, learns nothing of
anybody else's. With a public seed anyone could compute anyone's answers.
"""

import hashlib
import hmac
import secrets
from pathlib import Path

import numpy as np

BYTES = 32


def new_key():
    """Make a key."""
    return secrets.token_bytes(BYTES)


def read_key(path):
    """Read the teacher's key; make it where there is none."""
    path = Path(path)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(new_key().hex() + "\n", "ascii")
        path.chmod(0o600)
    try:
        key = bytes.fromhex(path.read_text("ascii").strip())
    except ValueError:
        key = b""
    if len(key) < BYTES:
        raise ValueError(f"{path} should hold a key of at least {2 * BYTES} hexadecimal digits")
    return key


def generator(key, *names):
    """Make a random generator from the key and names; their order and their borders count."""
    if len(key) < BYTES:
        raise ValueError(f"the key should have at least {BYTES} bytes, and has {len(key)}")
    parts = [str(name).encode() for name in names]
    message = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    digest = hmac.new(key, message, hashlib.sha256).digest()
    return np.random.default_rng(int.from_bytes(digest, "big"))
