"""The parts of the book fit together: contents, citations, exercises."""

import re

import yaml

from .book import ROOT, notebooks

CITATION = re.compile(r"\{cite(?::\w+)*\}`([^`]+)`")
DIRECTIVE = re.compile(r"^(:{3,})\{([\w-]+)\} *(.*)$", re.M)


def toc_files():
    """Give every file `_toc.yml` names, without suffix."""
    found = []

    def walk(node):
        if isinstance(node, dict):
            found.extend(value for key, value in node.items() if key in ("root", "file"))
            node = list(node.values())
        for child in node if isinstance(node, list) else []:
            walk(child)

    walk(yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8")))
    return found


def bibliography():
    text = (ROOT / "references.bib").read_text("utf-8")
    return re.findall(r"^\s*@\w+\{\s*([^,\s]+)\s*,", text, re.M)


def cited():
    """Give {key: where it is cited}."""
    keys = {}
    for page in notebooks():
        for group in CITATION.findall(page.text):
            keys |= dict.fromkeys(map(str.strip, group.split(",")), page.path.name)
    return keys


def test_contents_and_files_match_one_to_one():
    listed = toc_files()
    pages = [*ROOT.glob("*.ipynb"), *(ROOT / "chapters").iterdir()]
    present = {
        path.relative_to(ROOT).with_suffix("").as_posix()
        for path in pages
        if path.suffix in (".ipynb", ".md")
    }
    assert len(listed) == len(set(listed))
    in_chapters = {name for name in listed if name.startswith("chapters/") or name in present}
    assert in_chapters == present
    for name in set(listed) - present:
        assert list(ROOT.glob(f"{name}.*")), f"_toc.yml names {name}, and there is no such file"


def test_every_citation_is_in_the_bibliography():
    unknown = {key: page for key, page in cited().items() if key not in bibliography()}
    assert not unknown


def test_the_bibliography_names_each_work_once():
    assert len(bibliography()) == len(set(bibliography()))


def test_functions_and_norms_cite_known_works():
    from actnorm import ACTIVATIONS, NORMS

    for entry in [*ACTIVATIONS.values(), *NORMS.values()]:
        assert entry.reference is None or entry.reference in bibliography(), entry
