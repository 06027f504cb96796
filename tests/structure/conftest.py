"""`notebook` is each page of the book in turn, `chapter` each lesson."""

from .book import chapters, notebooks


def pytest_generate_tests(metafunc):
    for name, pages in {"notebook": notebooks(), "chapter": chapters()}.items():
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, pages, ids=[page.path.stem for page in pages])
