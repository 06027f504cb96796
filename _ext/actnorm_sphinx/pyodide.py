"""Pyodide's distribution: the wheels that its lock file names, fetched, checked, added to.

Nothing but the standard library: `assemble_lite.py` uses it in an environment without Sphinx.
"""

import hashlib
import urllib.error
import urllib.request


def closure(packages, names):
    """Give the entries of these packages and of all that they depend on."""
    found, left = {}, list(names)
    while left:
        name = left.pop().lower().replace("_", "-")
        if name not in found:
            found[name] = packages[name]
            left += packages[name]["depends"]
    return found


def without(packages, names):
    """Give the packages but for these, and without a word of them."""
    kept = {name: dict(entry) for name, entry in packages.items() if name not in names}
    for entry in kept.values():
        entry["depends"] = [n for n in entry["depends"] if n.lower().replace("_", "-") in kept]
    return kept


def fetch(entry, folder, source):
    """Fetch the wheel of an entry; False where it cannot be reached. It must be the very one."""
    try:
        with urllib.request.urlopen(f"{source}/{entry['file_name']}", timeout=60) as answer:
            wheel = answer.read()
    except (urllib.error.URLError, TimeoutError):
        return False
    if digest(wheel) != entry["sha256"]:
        raise ValueError(f"{source}/{entry['file_name']} is not the wheel that the lock file names")
    (folder / entry["file_name"]).write_bytes(wheel)
    return True


def digest(wheel):
    """Give the hash by which a lock file knows a wheel."""
    return hashlib.sha256(wheel).hexdigest()


def add(packages, wheel, name, depends):
    """Enter a wheel of pure Python into a lock file's packages."""
    packages[name] = {
        "name": name,
        "version": wheel.name.split("-")[1],
        "file_name": wheel.name,
        "sha256": digest(wheel.read_bytes()),
        "imports": [name],
        "depends": depends,
        "install_dir": "site",
        "package_type": "package",
        "unvendored_tests": False,
    }
