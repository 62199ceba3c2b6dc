// Stand-in of Ghost's comments-ui: a frame with srcdoc, filled from here when it comes near.
(() => {
  const { el, json } = kit;
  const { dataset } = document.currentScript;
  const api = `${new URL(dataset.ghostComments).origin}/members/api/comments`;
  const host = el("div", { id: "ghost-comments-root" });
  document.currentScript.before(host);
  const frame = el("iframe", { title: "comments-frame", style: "width:100%;height:700px;border:0" });

  const fill = async () => {
    const inside = frame.contentDocument;
    const list = inside.querySelector("[data-testid=comments-list]");
    const total = (await json(`${api}/counts/?ids=${dataset.postId}`))[dataset.postId];
    inside.querySelector("[data-testid=count]").textContent = `${total} comments`;
    const act = (kind) => kit.button(kind, () => kit.write(`${api}/any/${kind.toLowerCase()}/`));
    const draw = (row) => {
      const node = el("div", { "data-testid": "comment-component", class: "comment", id: row.id });
      if (row.member) node.append(el("h4", {}, row.member.name));
      const when = new Date(row.created_at);
      node.append(el("span", { title: when.toUTCString() }, kit.ago(+when)));
      const body = el("div", { "data-testid": "comment-content" });
      if (row.status === "deleted") body.append("This comment has been removed.");
      else body.innerHTML = row.html;
      node.append(body, act(`Like`), el("span", {}, String(row.count.likes)), act("Reply"), act("Report"));
      return node;
    };
    const thread = (root) => {
      const node = draw(root);
      const replies = el("div", { class: "replies" }, ...root.replies.map(draw));
      node.append(replies);
      let page = 0;
      const left = () => root.count.replies - replies.children.length;
      if (left() <= 0) return node;
      const more = kit.button(`Show ${left()} more replies`, async () => {
        page += 1;
        const answer = await json(`${api}/${root.id}/replies/?limit=5&page=${page}`);
        const known = new Set([...replies.children].map((reply) => reply.id));
        replies.append(...answer.comments.filter((reply) => !known.has(reply.id)).map(draw));
        if (answer.meta.pagination.next) more.textContent = `Show ${left()} more replies`;
        else more.remove();
      });
      more.dataset.testid = "replies-pagination";
      node.append(more);
      return node;
    };
    let page = 0;
    const more = kit.button("Load more comments", () => load());
    more.dataset.testid = "pagination-component";
    const load = async () => {
      page += 1;
      const query = new URLSearchParams({ limit: 8, page, order: "count__net_score desc, created_at desc" });
      const answer = await json(`${api}/post/${dataset.postId}/?${query}`);
      list.append(...answer.comments.map(thread));
      more.hidden = !answer.meta.pagination.next;
    };
    list.after(more);
    await load();
  };
  kit.near(host, "0px", () => {
    frame.srcdoc = `<!doctype html><html><body><h2 data-testid="count"></h2>
<button>Subscribe</button><section data-testid="comments-list"></section></body></html>`;
    frame.addEventListener("load", fill);
    host.append(frame);
  });
})();
