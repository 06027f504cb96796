"""The links in a page's menus, followed as the services that they lead to would do it."""

import html
import re
from urllib.parse import parse_qs, unquote, urlsplit

GITHUB = "https://github.com"


def buttons(page):
    """Give {text: address} of the links in the menus of a built page."""
    menus = re.findall(r'<details class="an-menu">.*?</details>', page.read_text("utf-8"), re.S)
    link = re.compile(r'<a class="dropdown-item" href="([^"]*)".*?<span>(.*?)</span>', re.S)
    return {name: html.unescape(place) for place, name in link.findall("".join(menus))}


def on_colab(address):
    """`/github/OWNER/REPOSITORY/blob/BRANCH/FILE`; give repository, branch and file."""
    service, owner, name, blob, branch, file = urlsplit(address).path[1:].split("/", 5)
    assert (service, blob) == ("github", "blob")
    return f"{GITHUB}/{owner}/{name}", branch, unquote(file)


def on_binder(address):
    """`/v2/gh/OWNER/REPOSITORY/BRANCH`, or `/v2/git/ADDRESS/BRANCH`, and a path on its server."""
    version, kind, *repository, branch = urlsplit(address).path[1:].split("/")
    assert version == "v2"
    if kind == "gh":
        repository = [GITHUB, *repository]
    (path,) = parse_qs(urlsplit(address).query)["urlpath"]
    assert path.startswith("lab/tree/")
    return unquote("/".join(repository)), branch, unquote(path.removeprefix("lab/tree/"))


def on_hub(address):
    """nbgitpuller's: the branch is cloned into a folder with the repository's last name."""
    assert urlsplit(address).path == "/hub/user-redirect/git-pull"
    asked = {name: value for name, (value,) in parse_qs(urlsplit(address).query).items()}
    start = f"lab/tree/{asked['repo'].rpartition('/')[2]}/"
    assert asked["urlpath"].startswith(start)
    return asked["repo"], asked["branch"], unquote(asked["urlpath"].removeprefix(start))


FOLLOW = {"Colab": on_colab, "Binder": on_binder, "JupyterHub": on_hub}
