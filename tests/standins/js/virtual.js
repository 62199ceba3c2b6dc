// A virtualised list: rows of one height, only those near the view are in the page.
(() => {
  const { el, lines, json, traps } = kit;
  const HEIGHT = 120;
  const AROUND = 5;
  const box = document.querySelector("[data-widget=virtual_list]");
  const inner = el("div", { class: "vlist-inner", style: "position:relative" });
  const outer = el("div", { class: "vlist", style: "height:600px;overflow-y:auto" }, inner);
  const data = [];
  const shown = new Map();
  let total = Infinity;
  let busy = false;

  const draw = (one, at) =>
    el(
      "div",
      {
        class: "vrow",
        "data-key": one.n,
        "data-re": one.re,
        style: `position:absolute;left:0;right:0;height:${HEIGHT}px;overflow:hidden;top:${at * HEIGHT}px;padding-left:${one.depth * 16}px`,
      },
      one.author ? el("b", { class: "vrow-name" }, one.author) : null,
      el("span", { class: "vrow-date", title: one.published }, " March "),
      el("div", { class: "vrow-text" }, ...lines(one.content)),
      el("span", { class: "vrow-rating" }, String(one.rating)),
      ...traps("/write/virtual_list"),
    );
  const redraw = () => {
    const first = Math.max(0, Math.floor(outer.scrollTop / HEIGHT) - AROUND);
    const last = Math.min(data.length, Math.ceil((outer.scrollTop + 600) / HEIGHT) + AROUND);
    for (const [at, node] of shown) {
      if (at >= first && at < last) continue;
      node.remove();
      shown.delete(at);
    }
    for (let at = first; at < last; at += 1) {
      if (shown.has(at)) continue;
      shown.set(at, draw(data[at], at));
      inner.append(shown.get(at));
    }
    if (last >= data.length - 2) load();
  };
  const load = async () => {
    if (busy || data.length >= total) return;
    busy = true;
    const answer = await json(`${box.dataset.source}?skip=${data.length}`);
    total = answer.total;
    data.push(...answer.rows);
    inner.style.height = `${data.length * HEIGHT}px`;
    busy = false;
    redraw();
  };
  box.append(el("h2", {}, "Comments"), outer);
  outer.addEventListener("scroll", redraw);
  load();
})();
