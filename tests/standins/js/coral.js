// Stand-in of Coral's embed.js. The server puts CORAL_IDS, the ids of its persisted queries, above.
window.Coral = {
  createStreamEmbed(config) {
    const { el, json, button, traps } = kit;
    const box = document.getElementById(config.id);
    const root = box.appendChild(el("div", { id: "coral-shadow-container" })).attachShadow({ mode: "open" });
    const list = el("section", { class: "coral-allComments", id: "comments-allComments-log" });

    const ask = async (name, variables) => {
      const query = new URLSearchParams({ query: "", id: CORAL_IDS[name], variables: JSON.stringify(variables) });
      return (await json(`${config.rootURL}/api/graphql?${query}`)).data;
    };
    // A button that goes on until its list is at the end.
    const pager = (cls, label, info, into, next) => {
      let cursor = info.endCursor;
      const more = button(
        label,
        async () => {
          const page = await next(cursor);
          cursor = page.pageInfo.endCursor;
          into.append(...page.edges.map((edge) => draw(edge.node)));
          more.hidden = !page.pageInfo.hasNextPage;
        },
        cls,
      );
      more.hidden = !info.hasNextPage;
      return more;
    };
    const content = (node) => {
      if (node.deleted) return el("div", { class: "coral-tombstone" }, "This comment is no longer available.");
      const body = el("div", { class: "coral-comment-content" });
      body.innerHTML = node.body;
      return body;
    };
    const draw = (node) => {
      const replies = el("div", { class: "coral-replyList" });
      replies.append(...node.replies.edges.map((edge) => draw(edge.node)));
      return el(
        "div",
        { class: "coral-comment", id: `comment-${node.id}` },
        node.author ? el("span", { class: "coral-comment-username" }, node.author.username) : null,
        el("time", { class: "coral-comment-timestamp", datetime: node.createdAt }, kit.ago(Date.parse(node.createdAt))),
        content(node),
        el("button", { class: "coral-reactButton", "data-write": `${config.rootURL}/api/graphql` }, `Respect ${node.actionCounts.reaction.total}`),
        ...traps(new URL("/write/graphql_shadow", config.rootURL).href),
        replies,
        pager("coral-replyList-showMoreButton", "Show More Replies", node.replies.pageInfo, replies, async (cursor) =>
          (await ask("replies", { commentID: node.id, count: 10, cursor, orderBy: "CREATED_AT_ASC" })).comment.replies,
        ),
      );
    };
    const page = async (cursor) =>
      (
        await ask("stream", {
          storyID: config.storyID,
          storyURL: config.storyURL,
          count: 20,
          cursor,
          orderBy: "CREATED_AT_ASC",
        })
      ).story.comments;
    kit.near(box, "100px", async () => {
      const first = await page(null);
      list.append(...first.edges.map((edge) => draw(edge.node)));
      root.append(list, pager("coral-loadMore", "Load More", first.pageInfo, list, page));
    });
  },
};
