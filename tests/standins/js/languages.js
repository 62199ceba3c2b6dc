// One widget, its words from the page: class names say nothing, so that labels have to be read.
(() => {
  const { el, lines, json, button, traps, write } = kit;
  const box = document.getElementById("talkbox");
  const { source, name } = box.dataset;
  const labels = JSON.parse(box.dataset.labels);
  const base = `/write/${name}`;
  const trap = (kind) => button(labels[kind], () => write(`${base}/${kind}`), "b3");

  const draw = (one) => {
    const under = el("div", { class: "under" });
    const replies = button(
      labels.replies,
      async () => {
        const answer = await json(`${source}?of=${one.id}`);
        under.append(...answer.list.map(draw));
        replies.remove();
      },
      "b2",
    );
    return el(
      "div",
      { class: "bubble", "data-id": one.id },
      one.user ? el("strong", {}, one.user) : null,
      el("time", { datetime: one.date }, one.date.slice(0, 10)),
      el("div", { class: "words" }, ...lines(one.text)),
      el("em", {}, String(one.likes)),
      ...traps(base, labels),
      one.kids ? replies : null,
      under,
    );
  };
  let page = 1;
  const list = el("div", { class: "list" });
  const load = async () => {
    const answer = await json(`${source}?page=${page}`);
    page = answer.next;
    list.append(...answer.list.map(draw));
    more.hidden = !page;
  };
  const more = button(labels.more, load, "b1");
  box.append(el("h2", {}, labels.title), trap("sort"), trap("login"), list, more, trap("subscribe"), trap("share"));
  load();
})();
