"""A static server for a built book, as strict as the strictest host; shared with the benchmarks."""

import contextlib
import functools
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer


class Handler(SimpleHTTPRequestHandler):
    """Serve files as GitHub Pages would, whatever this machine thinks a .js file is."""

    extra_headers = ()  # set per server, below
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".css": "text/css",
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".svg": "image/svg+xml",
        ".woff2": "font/woff2",
    }

    def end_headers(self):
        for name, value in self.extra_headers:
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *args):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass  # a browser that hangs up early is no news


@contextlib.contextmanager
def serving(folder, base=Handler, **headers):
    """Serve a folder on a free port of this machine; give its address, without the last slash."""
    named = [(name.replace("_", "-"), value) for name, value in headers.items()]
    handler = type("Handler", (base,), {"extra_headers": named})
    with Server(("127.0.0.1", 0), functools.partial(handler, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
