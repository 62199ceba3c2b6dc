// The new design: chat, endless scroll, counters. All state is in this one closure.
(function () {
  "use strict";
  const $ = (selector, from) => (from || document).querySelector(selector);
  const lenta = $(".chat__lenta");
  const older = $(".chat__more");
  const endless = $("#endless");
  const LIMIT = 20;
  let room = null;
  let cursor = null;
  let busy = false;

  document.addEventListener("click", (event) => {
    const target = event.target.closest("a, button");
    if (!target) return;
    const press = Object.keys(presses).find((selector) => target.matches(selector));
    if (press) { event.preventDefault(); presses[press](target); }
  });

  const presses = {
    ".cookie__accept": (button) => button.closest(".cookie").remove(),
    ".list__more": loadRows,
    ".article__userbar-chat": (button) => { open(button.dataset.id); $("#widgetRChat").scrollIntoView(); },
    ".chat__more": load,
    ".chat__message-emoji": (button) => send("chat/add_emoji", button),
    ".chat__message-report": (button) => send("chat/report", button),
    ".emoji__item": (button) => send("article/add_emoji", button),
  };

  function send(what, button) {
    const id = button.closest("[data-id]").dataset.id;
    void fetch("/services/" + what + "/?id=" + id + "&type=" + (button.dataset.type || "s1"));
  }

  async function loadRows(button) {
    const answer = await fetch(button.dataset.url);
    button.outerHTML = await answer.text();
  }

  if (!lenta) return;

  function open(id) {
    if (room === String(id)) return;
    room = String(id);
    cursor = {};
    lenta.replaceChildren();
    load();
  }

  async function load() {
    if (busy || !cursor) return;
    busy = true;
    const mine = room;
    const query = new URLSearchParams({ article_id: room, limit: LIMIT, ...cursor });
    const answer = await fetch("/services/chat/get/?" + query);
    const page = answer.ok ? await answer.json() : { chat: { messages: [] }, emoji_chat: [] };
    busy = false;
    if (mine === room) show(page);
  }

  function show(page) {
    const chat = page.chat;
    const first = !lenta.children.length;
    const before = lenta.scrollHeight;
    const emoji = new Map(page.emoji_chat.map((one) => [one.object_id, one.emotions]));
    // Newest first in the answer, oldest at the top of the page.
    chat.messages.forEach((message) => lenta.prepend(row(message, emoji.get(message.id))));
    lenta.scrollTop = first ? lenta.scrollHeight : lenta.scrollTop + lenta.scrollHeight - before;
    cursor = chat.messages.length && chat.last_id
      ? { date: chat.last_date.sec, date_usec: chat.last_date.usec, id_exc: chat.last_id }
      : null;
    older.style.display = cursor ? "block" : "none";
  }

  // Guess: no row of a filled chat has been seen.
  function row(message, emotions) {
    const box = document.createElement("div");
    box.className = "chat__message";
    box.dataset.id = message.id;
    box.dataset.ts = message.created.sec;
    if (message.parent_comment) {
      const parent = message.parent_comment;
      const quote = add(box, "blockquote", "chat__message-parent", "");
      quote.dataset.parentId = parent.id;
      add(quote, "b", "chat__message-parent-author", parent.nickname);
      add(quote, "span", "chat__message-parent-text", parent.text);
    }
    add(box, "b", "chat__message-author", message.nickname);
    add(box, "time", "chat__message-time",
      new Date(message.created.sec * 1000).toISOString().slice(11, 16));
    add(box, "div", "chat__message-text", message.text);
    add(box, "a", "chat__message-emoji", "☺ " + ((emotions && emotions.s1) || ""));
    add(box, "a", "chat__message-report", "⚑");
    return box;
  }

  function add(parent, tag, name, text) {
    const node = document.createElement(tag);
    node.className = name;
    node.textContent = text;
    return parent.appendChild(node);
  }

  lenta.addEventListener("scroll", () => { if (lenta.scrollTop < 40) load(); });
  new IntersectionObserver((seen) => {
    if (room === null && seen.some((one) => one.isIntersecting)) open(window.GLOBAL.article.id);
  }).observe($("#widgetRChat"));

  $(".chat__form").addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target;
    void fetch(form.action + "?" + new URLSearchParams(new FormData(form)));
  });

  let loading = false;
  window.addEventListener("scroll", async () => {
    const bottom = window.innerHeight + window.scrollY > document.body.scrollHeight - 200;
    if (!bottom || loading) return;
    loading = true;
    const items = endless.querySelectorAll(".endless__item");
    const last = items[items.length - 1].dataset.id;
    const answer = await fetch(window.GLOBAL.endlessScrollUrl + "?id=" + last);
    const html = answer.ok ? await answer.text() : "";
    endless.insertAdjacentHTML("beforeend", html);
    // An empty answer ends the scroll: the flag stays set.
    loading = !html;
  });

  const item = $(".endless__item");
  fetch("/services/dynamics/" + item.dataset.date + "/" + item.dataset.id + ".html")
    .then((answer) => answer.text())
    .then((html) => {
      const box = document.createElement("template");
      box.innerHTML = html;
      $(".article__userbar-emoji", item).replaceWith($(".article__userbar-emoji", box.content));
      $(".article__info-statistic", item).append($(".statistic__item", box.content));
    });
})();
