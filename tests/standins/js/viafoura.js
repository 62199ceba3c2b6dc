// Stand-in of Viafoura's conversations: light DOM, four calls before the first comment is drawn.
(() => {
  const { el, lines, json, post, button, traps } = kit;
  const vendor = new URL(document.currentScript.src).origin;
  const box = document.querySelector("vf-conversations");
  const list = el("div", { class: "vf3-comments-list" });
  const seen = new Set();
  const branches = {};
  let live, section, last, container;

  const names = async (rows) => {
    const uuids = [...new Set(rows.map((row) => row.actor_uuid).filter(Boolean))].join(",");
    const answer = await json(`${vendor}/iam.viafoura.co/v3/sections/${section}/users?uuids=${uuids}`);
    return Object.fromEntries(answer.users.map((user) => [user.uuid, user.name]));
  };
  const draw = (row, name) => {
    const replies = el("div", { class: "vf3-replies" });
    branches[row.content_uuid] = replies;
    const text = row.content === undefined ? "This comment has been removed." : row.content;
    return el(
      "div",
      { class: "vf3-thread" },
      el(
        "article",
        { class: "vf3-comment", "data-content-uuid": row.content_uuid, "aria-label": name ? `Comment by ${name}` : "Comment" },
        el("time", { class: "vf3-comment__time", datetime: kit.iso(row.date_created) }, kit.ago(row.date_created)),
        el("div", { class: "vf3-comment-content" }, ...lines(text)),
        el("span", { class: "vf3-likes" }, String(row.total_likes)),
        ...traps(`${vendor}/write/bootstrap`),
      ),
      replies,
    );
  };
  const place = async (rows) => {
    const fresh = rows.filter((row) => !seen.has(row.content_uuid));
    const known = await names(fresh);
    for (const row of fresh) {
      seen.add(row.content_uuid);
      const node = draw(row, row.content === undefined ? null : known[row.actor_uuid]);
      (branches[row.parent_uuid] ?? list).append(node);
      if (row.parent_uuid === container) wholeBranch(row, rows, node);
    }
  };
  // The list brings a few replies; the rest of a branch is asked for by itself.
  const wholeBranch = (row, rows, node) => {
    const inline = rows.filter((one) => one.thread_uuid === row.thread_uuid).length - 1;
    if (inline >= row.total_replies) return;
    let from = null;
    const more = button(`View all ${row.total_replies} replies`, async () => {
      const start = from ? `&starting_from=${from}` : "";
      const page = await json(`${live}/${container}/comments/${row.thread_uuid}?limit=6${start}`);
      from = page.contents.at(-1).content_uuid;
      await place(page.contents);
      if (!page.more_available) more.remove();
      else more.textContent = "More replies";
    }, "vf3-more-replies");
    node.append(more);
  };
  const load = async () => {
    const start = last ? `&starting_from=${last}` : "";
    const page = await json(`${live}/${container}/comments?limit=${box.getAttribute("limit")}&reply_limit=2&sorted_by=oldest${start}`);
    last = page.contents.filter((row) => row.parent_uuid === container).at(-1)?.content_uuid;
    await place(page.contents);
    more.hidden = !page.more_available;
  };
  const more = button("Show More Comments", load, "vf3-load-more");
  const start = async () => {
    const first = await post(`${vendor}/api.viafoura.co/v2/lab.example/bootstrap/v2?session=false`, {
      section: "",
      section_tree: "",
      session: "false",
    });
    section = first.result.settings.site_uuid;
    live = `${vendor}/livecomments.viafoura.co/v4/livecomments/${section}`;
    const found = await json(`${live}/contentcontainer/id?container_id=${box.getAttribute("vf-container-id")}`);
    container = found.content_container_uuid;
    box.append(el("h3", {}, `${found.total_visible_content} Comments`), list, more);
    await load();
  };
  start();
})();
