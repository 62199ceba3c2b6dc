"""The articles of the hostile newspaper: two comments each, and a script that means harm."""

import json
from html import escape
from typing import Any

from tests.hostile.asking import ASKING

SCRIPTS = {
    "fetches": "T.forEach(u => fetch(u, {mode: 'no-cors'}).catch(() => 0))",
    "hops": "T.forEach(u => fetch('/hop?to=' + encodeURIComponent(u), {mode: 'no-cors'})"
    ".catch(() => 0))",
    "sockets": "T.forEach(u => { try { new WebSocket(u.replace('http', 'ws')) } catch (e) {} });"
    "T.forEach(u => new EventSource(u)); T.forEach(u => navigator.sendBeacon(u, 'x'))",
    "frames": "T.forEach(u => { for (const to of [u, '/hop?to=' + encodeURIComponent(u)]) {"
    "const f = document.createElement('iframe'); f.src = to; document.body.append(f) } })",
    "workers": "new Worker('/worker.js'); new SharedWorker('/worker.js');"
    "navigator.serviceWorker && navigator.serviceWorker.register('/sw.js').catch(() => 0)",
    "webrtc": "const c = new RTCPeerConnection({iceServers: [{urls: 'stun:127.0.0.1:' + P},"
    "{urls: 'turn:127.0.0.1:' + P + '?transport=tcp', username: 'a', credential: 'b'}]});"
    "c.createDataChannel('x'); c.createOffer().then(o => c.setLocalDescription(o))",
    "hints": "T.forEach(u => { for (const rel of ['preconnect', 'prefetch', 'dns-prefetch',"
    "'modulepreload']) { const l = document.createElement('link'); l.rel = rel; l.href = u;"
    "document.head.append(l) } })",
    "writes": "fetch('/api/vote', {method: 'POST'}); fetch('/write-hop', {method: 'POST'});"
    "fetch('/api/comments/1', {method: 'DELETE'}); navigator.sendBeacon('/api/vote', 'x');"
    "fetch('/graphql', {method: 'POST', body: JSON.stringify({query: 'mutation { vote }'})});"
    "new Worker('/writer.js'); const w = window.open('about:blank');"
    'if (w) w.document.write(\'<script>fetch("/api/vote", {method: "POST"})<\\/script>\');'
    "for (const to of ['_blank', 'inner']) { const i = document.createElement('iframe');"
    "i.name = 'inner'; const f = document.createElement('form'); f.method = 'post';"
    "f.action = '/api/vote'; f.target = to; document.body.append(i, f); f.submit() }"
    "try { new SharedWorker('/writer.js') } catch (e) {}",
    "permissions": "const yes = () => fetch('/granted'); const no = () => 0;"
    "navigator.geolocation.getCurrentPosition(yes, no);"
    "navigator.mediaDevices?.getUserMedia({audio: true, video: true}).then(yes, no);"
    "navigator.clipboard?.readText().then(yes, no); navigator.requestMIDIAccess?.().then(yes, no);"
    "Notification.requestPermission().then((p) => p == 'granted' && yes());"
    "for (const name of ['camera', 'microphone', 'notifications', 'geolocation', 'midi'])"
    "navigator.permissions.query({name}).then((p) => p.state == 'granted' && yes(), no)",
    "leaves": "setTimeout(() => { location.href = T[0] }, 50)",
    "leaves_by_hop": "setTimeout(() => { location.href = '/hop?to=' + encodeURIComponent(T[0]) })",
    "dialogs": "alert('a'); confirm('b'); prompt('c'); print(); window.onbeforeunload = () => 1",
    "popups": "for (let i = 0; i < 5; i++) window.open(T[i])",
    "downloads": "for (let i = 0; i < 3; i++) { const a = document.createElement('a');"
    "a.href = '/file?' + i; a.download = '../../' + i; document.body.append(a); a.click() }",
    "replaces": "const step = () => ({grown: 'x', rows: -1, html: {}, body: 7, dropped: [5]});"
    "Object.defineProperty(window, '__newscrawl', {value: {step, serialise: step, order: step}})",
    "files": "for (const u of ['file:///etc/passwd', 'ftp://127.0.0.1:' + P + '/']) {"
    "fetch(u).catch(() => 0); const f = document.createElement('iframe'); f.src = u;"
    "document.body.append(f) }",
    **ASKING,
}
"""Name of an article, and what its script does. T is the list of forbidden URLs, P their port."""
NASTY = {
    "nasty_lines": "one\u2028two\u2029three\x85four\x0bfive\x0csix\x1cseven\r\neight",
    "nasty_control": "nul\x00bell\x07escape\x1b[31mred\x7f\ud800lone\ufeffmark\u202ereversed",
    "nasty_json": '","injected":"1"}\n{"type":"article","id":"injected"}',
    "nasty_path": "../../../../tmp/injected%(name)s%00{run_id}",
}
"""Name of an article, and the text that stands in each of its fields."""

HEALTHY_COMMENTS = 6
BOAST = 999_999_999
"""The number of comments that the article `boasts` declares in its metadata."""
NODES = """<script>const box = document.createElement('div'); document.body.append(box);
let s = ''; for (let i = 0; i < 10000; i++) s += '<b></b>';
for (let i = 0; i < 100; i++) box.insertAdjacentHTML('beforeend', s)</script>"""
ENDLESS = """<section id="comments" class="comments"><h2>Comments (50000)</h2><div id="list"></div>
<button class="load-more" id="more">Show more comments</button></section><script>
let page = 0;
const more = () => fetch('/comments?page=' + ++page).then((r) => r.json()).then((d) => {
  for (const c of d.comments) list.insertAdjacentHTML('beforeend', `<div class="comment"
  id="comment-${c.id}"><b class="author">${c.author}</b>
  <time datetime="${c.created}">${c.created}</time><p>${c.text}</p></div>`) });
document.getElementById('more').onclick = more; more()</script>"""


def article(name: str, targets: list[str], port: int) -> str:
    """Return the page of one article as HTML; lone surrogates are left in."""
    nasty = NASTY.get(name)
    headline = nasty or f"The quiet harbour of {name}"
    body = " ".join(f"The ferry number {n} left the harbour of {name} at noon." for n in range(12))
    about: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": headline,
        "datePublished": "2026-03-14T08:30:12Z",
        "author": {"@type": "Person", "name": nasty or "Ida Lykt"},
        "articleSection": nasty or "Harbour",
        "keywords": [nasty or "ferry"],
        "articleBody": f"{nasty or ''} {body}",
    }
    if name == "boasts":
        about["commentCount"] = BOAST
    script = SCRIPTS.get(name, "")
    meta = f'<meta http-equiv="refresh" content="0;url={targets[0]}">' if name == "meta" else ""
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8">{meta}
<title>{escape(headline)}</title><meta property="og:type" content="article">
<script type="application/ld+json">{_json(about)}</script></head>
<body><main><article><h1>{escape(headline)}</h1><p>{body}</p></article>{thread(name)}</main>
<script>const T = {json.dumps(targets)}, P = {port};
try {{ {script} }} catch (e) {{ }}</script></body></html>"""


def thread(name: str) -> str:
    """Return the comment section: drawn by a script, so that it takes a browser to read it."""
    if name == "endless":
        return ENDLESS
    rows = "".join(_row(name, number) for number in range(HEALTHY_COMMENTS))
    number = "" if name == "boasts" else f" ({HEALTHY_COMMENTS})"
    return f"""<section id="comments" class="comments"><h2>Comments{number}</h2>
<div id="list"></div></section><script>setTimeout(() => {{
document.getElementById('list').innerHTML = {_json(rows)} }}, 30)</script>
{NODES if name == "nodes" else ""}"""


def _row(name: str, number: int) -> str:
    text = NASTY.get(name, f"I saw ferry {number} of {name} leave, and it was late again.")
    author = NASTY.get(name, f"Reader {number}")
    return (
        f'<div class="comment" id="comment-{number + 1}"><b class="author">{escape(author)}</b> '
        f'<time datetime="2026-03-14T09:0{number}:00Z">14 March 2026, 09:0{number}</time>'
        f"<p>{escape(text)} ({number})</p></div>"
    )


def _json(value: Any) -> str:
    return json.dumps(value).replace("</", "<\\/")


def endless(page: int) -> dict[str, Any]:
    """Return one answer of a thread that always has a next page."""
    rows = [
        {
            "id": page * 100 + n,
            "author": f"Reader {n}",
            "created": "2026-03-14T09:00:00Z",
            "text": f"Remark {page * 100 + n} about the ferry.",
        }
        for n in range(100)
    ]
    return {"comments": rows, "next": page + 1, "total": 50_000}
