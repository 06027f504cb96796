"""What a build would wait for in vain: a third of its time.

Python looks, again and again, through all trees of the book for parts that nobody uses any more,
while all are in use; and the bibliography looks through everything that is installed for the style
of each citation.
"""

import functools
import gc

import pybtex.plugin


def setup(app):
    """Look for nothing until the build has ended; look for each style once."""
    pybtex.plugin.find_plugin = functools.cache(pybtex.plugin.find_plugin)
    app.connect("config-inited", lambda app, config: gc.disable())
    app.connect("build-finished", lambda app, exception: gc.enable())
    return {"parallel_read_safe": True, "parallel_write_safe": True}
