// Stand-in of OpenWeb's conversation: everything in an open shadow root, read by POST.
(() => {
  const { el, lines, post, button, traps } = kit;
  const vendor = new URL(document.currentScript.src).origin;
  const box = document.querySelector('[data-spotim-module="conversation"]');
  const host = box.appendChild(el("div", { "data-spotim-app": "conversation" }));
  const root = host.attachShadow({ mode: "open" });
  const list = el("ul", { class: "spcv_messages-list" });
  const users = {};
  let offset = 0;

  const read = async (asked) => {
    const body = { sort_by: "oldest", count: 12, depth: 2, child_count: 2, parent_id: "", ...asked };
    const answer = await post(`${vendor}/api-2-0.spot.im/v1.0.0/conversation/read`, body, {
      "x-spot-id": box.dataset.spotId,
      "x-post-id": box.dataset.postId,
    });
    Object.assign(users, answer.conversation.users);
    return answer.conversation;
  };
  const text = (row) =>
    row.deleted
      ? el("div", { class: "spcv_deleted" }, "This message was deleted.")
      : el("div", { class: "spcv_message-text" }, ...lines(row.content.map((part) => part.text).join("")));
  const draw = (row) => {
    const name = users[row.user_id]?.display_name;
    const replies = el("ul", { class: "spcv_children-list" }, ...row.replies.map(draw));
    let next = row.offset;
    const more = el(
      "button",
      { class: "spcv_show-more-replies" },
      el("span", { class: "spcv_show-more-repliesText" }, "Show more replies"),
    );
    more.hidden = !row.has_next;
    more.addEventListener("click", async () => {
      const page = await read({ parent_id: row.id, offset: next, count: 3, depth: 1 });
      next = page.offset;
      replies.append(...page.comments.map(draw));
      more.hidden = !page.has_next;
    });
    return el(
      "li",
      {},
      el(
        "article",
        { class: "spcv_comment", "data-message-id": row.id, "aria-label": name ? `Comment by ${name}` : "Comment" },
        name ? el("span", { class: "spcv_username" }, name) : null,
        el("span", { class: "spcv_time" }, kit.ago(row.written_at * 1000)),
        text(row),
        el("span", { class: "spcv_votes" }, String(row.rank.ranks_up)),
        ...traps(`${vendor}/write/shadow_post`),
      ),
      replies,
      more,
    );
  };
  const more = button("Show more comments", () => load(), "spcv_load-more");
  const load = async () => {
    const page = await read({ offset, extract_data: offset === 0 });
    offset = page.offset;
    list.append(...page.comments.map(draw));
    more.hidden = !page.has_next;
  };
  root.append(list, more);
  load();
})();
