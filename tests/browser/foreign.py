"""What a page's policy must refuse, tried in the page itself, in any engine.

A server of another address notes what it is asked for.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# By each attempt the part of the policy that refuses it. What would count as done writes its name
# into `ran`.
REFUSED = {
    "an inline script": "script-src-elem",
    "an attribute": "script-src-attr",
    "an address that is a script": "script-src-elem",
    "eval": "script-src",
    "a function from text": "script-src",
    "a script from elsewhere": "script-src-elem",
    "a module from a blob": "script-src-elem",
    "a picture from elsewhere": "img-src",
    "a style from elsewhere": "style-src-elem",
    "a font from elsewhere": "font-src",
    "a film from elsewhere": "media-src",
    "a frame from elsewhere": "frame-src",
    "an object from elsewhere": "object-src",
    "fetch": "connect-src",
    "a beacon": "connect-src",
    "a socket": "connect-src",
    "a form": "form-action",
    "a base": "base-uri",
}
ATTEMPTS = """async (foreign) => {
  globalThis.ran = [];
  const heard = [];
  addEventListener("securitypolicyviolation", (event) => heard.push(event.effectiveDirective));
  const made = (tag, attributes, text = "") => {
    const element = Object.assign(document.createElement(tag), { textContent: text });
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return document.body.appendChild(element);
  };
  const blob = (text) => URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const attempts = {
    "an inline script": () => made("script", {}, "ran.push('an inline script')"),
    "an attribute": () => made("button", { onclick: "ran.push('an attribute')" }).click(),
    "an address that is a script": () =>
      made("a", { href: "javascript:ran.push('address')" }).click(),
    eval: () => (0, eval)("ran.push('eval')"),
    "a function from text": () => new Function("ran.push('function')")(),
    "a script from elsewhere": () => made("script", { src: `${foreign}/a.js` }),
    "a module from a blob": () => import(blob("ran.push('module')")),
    "a picture from elsewhere": () => made("img", { src: `${foreign}/a.png` }),
    "a style from elsewhere": () => made("link", { rel: "stylesheet", href: `${foreign}/a.css` }),
    "a font from elsewhere": () => {
      made("style", {}, `@font-face { font-family: far; src: url(${foreign}/a.woff2); }`);
      made("p", { style: "font-family: far" }, "letters");
      return document.fonts.load("16px far");
    },
    "a film from elsewhere": () => made("video", { src: `${foreign}/a.webm` }),
    "a frame from elsewhere": () => made("iframe", { src: `${foreign}/a.html` }),
    "an object from elsewhere": () => made("object", { data: `${foreign}/a.swf` }),
    fetch: () => fetch(`${foreign}/a.json`),
    "a beacon": () => navigator.sendBeacon(`${foreign}/beacon`, "told"),
    "a socket": () => new WebSocket(foreign.replace("http", "ws")),
    "a form": () => made("form", { action: `${foreign}/form`, target: "_self" }).submit(),
    "a base": () => made("base", { href: `${foreign}/` }),
  };
  const found = {};
  for (const [name, attempt] of Object.entries(attempts)) {
    heard.length = 0;
    try {
      Promise.resolve(attempt()).catch(() => {});
    } catch {
      // refused at once
    }
    // Two policies refuse, one perhaps a little later.
    for (let k = 0; k < 100 && heard.length < 2; k += heard.length ? 4 : 1)
      await new Promise((done) => setTimeout(done, 20));
    found[name] = [...new Set(heard)];
  }
  return { found, ran };
}"""


@contextmanager
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """Serve another address; yields it, and the paths that it was asked for."""
    asked: list[str] = []

    class Noting(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_POST = do_GET

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Noting)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()
