// The old design's comment list. Protocol: one POST per press, answered with HTML rows.
(function () {
  "use strict";
  const root = document.querySelector(".comments");
  const $ = (selector, from) => (from || document).querySelector(selector);

  document.addEventListener("click", (event) => {
    const target = event.target.closest("a, button, .comments__tabs-tab");
    if (!target) return;
    const press = Object.keys(presses).find((selector) => target.matches(selector));
    if (press && presses[press](target) !== true) event.preventDefault();
  });

  const presses = {
    ".cookie__accept": (button) => button.closest(".cookie").remove(),
    ".js-likeUp, .js-likeDown": (link) => void fetch(link.href),
    ".b-plainlist__more": (link) => loadRows(link),
    ".comments__tabs-tab": openTab,
    ".comments__sort": (link) => openList(link.dataset.sort),
    ".comments-list a.more": nextPage,
    ".comments-list a.loadnew": newRows,
    ".comments-list__answer-load a": moreReplies,
    ".show-answer": toggleParent,
    ".addcomment, .answer": (link) => showForm(link.dataset.id || ""),
    ".like, .dislike": (link) => void fetch("/services/comments/like/?comment_id="
      + link.dataset.id + "&value=" + (link.matches(".like") ? 1 : -1)),
    ".controls .edit": (link) => write("edit", { comment_id: link.dataset.id }),
    ".controls .delete": (link) => write("delete", { comment_id: link.dataset.id }),
    ".comment_rules": () => { $(".window-comments-rules").style.display = "block"; },
  };

  if (!root) return;
  const article = $("#articleId").dataset.id;
  let loaded = false;
  if (root.dataset.generalload === "true") openList("desc");

  async function post(fields) {
    const body = new URLSearchParams({ article_id: article, ...fields });
    const answer = await fetch("/services/comments/get_list/", { method: "POST", body });
    return answer.ok ? answer.text() : "";
  }

  function write(what, fields) {
    const body = new URLSearchParams({ article_id: article, ...fields });
    void fetch("/services/comments/" + what + "/", { method: "POST", body });
  }

  function openTab(tab) {
    document.querySelectorAll(".comments__tabs-tab").forEach((other) => {
      const active = other === tab;
      other.classList.toggle("m-active", active);
      $(other.dataset.target).style.display = active ? "" : "none";
    });
    // The Facebook tab is empty.
    if (tab.matches(".commentsLoadGeneral") && !loaded) openList("desc");
  }

  async function openList(sort) {
    loaded = true;
    const html = await post({ sort, add_class: "main" });
    if (html) $(".comments-list").outerHTML = html;
  }

  async function nextPage(button) {
    if (button.dataset.busy) return;
    button.dataset.busy = "1";
    const rows = document.querySelectorAll(".comments-list ul.main > .m-first-level");
    const last = rows[rows.length - 1];
    const html = await post({
      limit: 30, sort: button.dataset.sort, date: (last && last.dataset.ts) || "",
    });
    const got = fragment(html);
    const count = got.querySelectorAll(".m-first-level").length;
    $(".comments-list ul.main").append(got);
    // As on the real page: rows received are subtracted, even if they were already there.
    subtract(button, count, button);
    delete button.dataset.busy;
  }

  async function newRows() {
    const first = $(".comments-list ul.main > .m-first-level");
    const html = await post({
      limit: 30, date: (first && first.dataset.ts) || "", sort: "asc", reverse: 1,
    });
    if (first && first.dataset.ts) $(".comments-list ul.main").prepend(fragment(html));
  }

  async function moreReplies(link) {
    if (link.dataset.busy) return;
    link.dataset.busy = "1";
    const button = link.parentNode;
    const shown = new Map();
    for (let row = button.previousElementSibling; row; row = row.previousElementSibling) {
      if (row.matches(".m-first-level")) break;
      shown.set(row.dataset.id, row);
    }
    const last = button.previousElementSibling;
    const html = await post({
      parent_id: button.dataset.parent_id, limit: 30, date: last.dataset.ts || "",
    });
    const got = [...fragment(html).querySelectorAll("li")].filter((row) => !shown.has(row.dataset.id));
    button.before(...got);
    subtract(link, got.length, button);
    delete link.dataset.busy;
  }

  function subtract(link, count, button) {
    const number = $("i", link);
    const left = parseInt(number.textContent, 10) - count;
    number.textContent = left;
    if (left <= 0 || !count) button.style.display = "none";
  }

  function toggleParent(link) {
    const row = link.closest("li");
    const old = $(".quote", row);
    if (old) return old.remove();
    const parent = $('.comments-list li[data-id="' + link.dataset.parent_id + '"] .body');
    const quote = document.createElement("blockquote");
    quote.className = "quote";
    quote.textContent = parent ? parent.textContent : "…";
    $(".section", row).append(quote);
  }

  function showForm(parent) {
    $(".post-message").style.display = "block";
    $(".post-message [name=parent_id]").value = parent;
  }

  async function loadRows(link) {
    const answer = await fetch(link.dataset.ajax);
    link.outerHTML = await answer.text();
  }

  function fragment(html) {
    const box = document.createElement("template");
    box.innerHTML = html;
    return box.content;
  }

  document.querySelectorAll("form").forEach((form) => form.addEventListener("submit", (event) => {
    event.preventDefault();
    void fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  }));
})();
