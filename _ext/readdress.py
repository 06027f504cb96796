"""Write the addresses of `_config.yml` into the files that no build writes (`make format`)."""

import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
FILES = ("README.md", "CITATION.cff", "pyproject.toml")


def said(root=ROOT):
    """Give the addresses of the site and of the repository, as the configuration has them."""
    config = yaml.safe_load((root / "_config.yml").read_text("utf-8"))
    return {"Book": config["html"]["baseurl"], "Source": config["repository"]["url"].rstrip("/")}


def mended(root=ROOT):
    """Give {file: its text under the right addresses}; the old ones are those of pyproject.toml."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    texts = {name: (root / name).read_text("utf-8") for name in FILES}
    for name, new in said(root).items():
        old = project["project"]["urls"][name]
        for before, after in zip(_forms(name, old), _forms(name, new), strict=True):
            texts = {file: text.replace(before, after) for file, text in texts.items()}
    return texts


def _forms(kind, address):
    """Give an address; for a repository also how Colab, Binder and a hub's folder write it."""
    if kind == "Book":
        return (address,)
    *_, owner, name = address.split("/")
    return address, f"/{owner}/{name}/", f"tree/{name}/"


def main(root=ROOT):
    """Write what has changed."""
    for name, text in mended(root).items():
        if text != (root / name).read_text("utf-8"):
            (root / name).write_text(text, "utf-8")
            print(f"{name} has the addresses of _config.yml now.")


if __name__ == "__main__":
    main()
