// Small helpers for every stand-in widget. No request leaves the two loopback origins.
window.kit = (() => {
  const el = (tag, attrs = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [key, value] of Object.entries(attrs)) {
      if (value === null || value === undefined) continue;
      if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
      else node.setAttribute(key, value);
    }
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
  };
  // Line breaks become <br>: folded white space would lose them.
  const lines = (text) =>
    text.split("\n").flatMap((line, at) => (at ? [document.createElement("br"), line] : [line]));
  const json = async (url, options) => (await fetch(url, options)).json();
  const post = (url, body, headers = {}) =>
    json(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
  const write = (url, method = "POST") => fetch(url, { method });
  const button = (label, press, cls = null, tag = "button") =>
    el(tag, { class: cls, onclick: press }, label);
  // What no crawler may press. Every one of them would be counted.
  const traps = (base, labels = {}, tag = "button") =>
    ["like", "reply", "report", "share", "login"].map((kind) =>
      button(
        labels[kind] ?? kind[0].toUpperCase() + kind.slice(1),
        () => write(`${base}/${kind}`),
        `act act-${kind}`,
        tag,
      ),
    );
  const iso = (ms) => new Date(ms).toISOString().replace(".000Z", "Z");
  const ago = (ms) => {
    const hours = Math.max(1, Math.round((Date.UTC(2026, 2, 15, 12) - ms) / 3600000));
    return hours < 24 ? `${hours} hours ago` : "yesterday";
  };
  const near = (node, margin, call) => {
    const watch = new IntersectionObserver(
      (seen) => {
        if (!seen.some((entry) => entry.isIntersecting)) return;
        watch.disconnect();
        call();
      },
      { rootMargin: margin },
    );
    watch.observe(node);
  };
  document.addEventListener("click", (event) => {
    const path = event.composedPath().find((node) => node.dataset?.write);
    if (path) write(path.dataset.write);
  });
  return { el, lines, json, post, write, button, traps, iso, ago, near };
})();
