"""An explorer alone in a browser: its script, its sheet, a model that counts, no page around it."""

import json

ORIGIN = "http://actnorm.test"
NOT_FOR_THE_PAGE = {"layout", "_esm", "_css", "_anywidget_id", "tabbable", "tooltip"}

# The model counts its listeners, and how often it was told to save.
SCRIPT = """
window.open_view = async (state, width) => {
  const { render } = await import(`/actnorm/explorers/static/${state._explorer}.js`);
  const heard = new Map();
  window.saves = 0;
  window.state = state;
  window.model = {
    get: (name) => state[name],
    set(name, value) {
      if (Object.is(state[name], value)) return;
      state[name] = value;
      for (const call of heard.get(`change:${name}`) ?? []) call();
    },
    on: (event, call) => heard.set(event, [...(heard.get(event) ?? []), call]),
    off: (event, call) => heard.set(event, (heard.get(event) ?? []).filter((c) => c !== call)),
    save_changes: () => { window.saves++; },
  };
  window.listeners = () => [...heard.values()].flat().length;
  window.view = (into) => {
    const el = document.createElement("div");
    into.append(el);
    return { el, end: render({ model, el }) };
  };
  document.body.style.width = `${width}px`;
  const { el, end } = view(document.body);
  Object.assign(window, { el, end });
  await frame();
};
window.frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
"""


def state_of(explorer):
    """Give the state that a page would hold, as JSON makes it."""
    state = {k: v for k, v in explorer.get_state().items() if k not in NOT_FOR_THE_PAGE}
    state = {k: v for k, v in state.items() if not k.startswith(("_model", "_view", "_dom"))}
    return json.loads(json.dumps(state, allow_nan=False))


def blank(browser, root, kind, body="", **context):
    """Open a page with `body`, by default empty, on which `kind` can be shown, with its sheet."""
    page = browser.new_context(**context).new_page()

    def answer(route):
        path = root / route.request.url.removeprefix(f"{ORIGIN}/")
        if path.is_file():
            route.fulfill(path=path)
        else:
            html = (
                "<!doctype html><html lang=en data-theme=light><meta name=viewport "
                "content='width=device-width'><title>view</title><style>body{margin:0}</style>"
                f"<link rel=stylesheet href=/actnorm/explorers/static/{kind}.css>"
                f"<body>{body}</body>"
            )
            route.fulfill(body=html, content_type="text/html; charset=utf-8")

    page.route(f"{ORIGIN}/**", answer)
    page.goto(f"{ORIGIN}/page")
    if not body:
        page.evaluate(SCRIPT)
    return page


def show(page, explorer, width=690):
    """Show an explorer's state in a place of that width; give the figure."""
    page.evaluate("([state, width]) => open_view(state, width)", [state_of(explorer), width])
    return page.locator(".actnorm").first
