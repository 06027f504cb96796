"""What search engines, link previews and citations ask for: sitemap, robots, data, edition, 404.

All addresses come from `html_baseurl`; the edition is the version of `actnorm` and the day of the
last commit (or of `SOURCE_DATE_EPOCH`), so that two builds of one commit are the same.
"""

import datetime
import functools
import json
import os
import re
import subprocess
from html import escape
from pathlib import Path

import actnorm

LICENCE = "https://creativecommons.org/licenses/by/4.0/"


@functools.cache  # asked for by every page
def edition_date(source):
    """Day of the edition: that of the last commit, or what SOURCE_DATE_EPOCH says, or today."""
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    git = ["git", "log", "-1", "--format=%cs"]
    said = subprocess.run(git, cwd=source, capture_output=True, text=True, check=False).stdout
    return datetime.date.fromisoformat(said.strip()) if said.strip() else datetime.date.today()


def add_context(app, pagename, templatename, context, doctree):
    """Give the templates the edition, and each chapter its description as data."""
    date = edition_date(app.srcdir)
    context["edition"] = f"{actnorm.__version__}, {date.day} {date:%B %Y}"
    context["changes"] = context["pathto"]("chapters/changes")
    if doctree is None:
        return
    about = re.search(r'name="description" content="([^"]*)"', context.get("metatags", ""))
    minutes = re.search(r"Time: about (\d+)\s+minutes", doctree.astext())
    data = {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "name": re.sub(r"<[^>]+>", "", context["title"]),
        "description": about[1] if about else None,
        "url": context.get("pageurl"),
        "inLanguage": app.config.language,
        "license": LICENCE,
        "isAccessibleForFree": True,
        "timeRequired": f"PT{minutes[1]}M" if minutes else None,
        "isPartOf": {
            "@type": "Book",
            "name": app.config.html_title,
            "url": app.config.html_baseurl,
        },
        "author": {"@type": "Organization", "name": app.config.author},
        "version": actnorm.__version__,
        "dateModified": date.isoformat(),
    }
    said = {key: value for key, value in data.items() if value is not None}
    body = json.dumps(said, ensure_ascii=False).replace("</", r"<\/")
    context["metatags"] = (
        context.get("metatags", "") + f'\n<script type="application/ld+json">{body}</script>'
    )


def lost(app):
    """Make the page for addresses that lead nowhere; it may be asked for from any depth."""
    if app.builder.format == "html":
        yield "404", {"title": "Not here", "home": app.config.html_baseurl}, "404.html"


def write_lists(app, exception):
    """Write sitemap.xml and robots.txt."""
    if exception or app.builder.format != "html":
        return
    base, out = app.config.html_baseurl, Path(app.outdir)
    date = edition_date(app.srcdir).isoformat()
    pages = [app.builder.get_target_uri(name) for name in sorted(app.env.found_docs)]
    urls = "".join(
        f"<url><loc>{escape(base + page)}</loc><lastmod>{date}</lastmod></url>\n" for page in pages
    )
    (out / "sitemap.xml").write_text(
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n',
        "utf-8",
    )
    (out / "robots.txt").write_text(
        f"User-agent: *\nAllow: /\nSitemap: {base}sitemap.xml\n", "utf-8"
    )


def setup(app):
    """Connect; the data after sphinxext-opengraph has written its tags."""
    app.connect("html-page-context", add_context, priority=940)
    app.connect("html-collect-pages", lost)
    app.connect("build-finished", write_lists)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
