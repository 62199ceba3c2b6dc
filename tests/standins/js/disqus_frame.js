// Stand-in of the document inside Disqus' frame: draws threadData, then pages by cursor.
(() => {
  const { el, json, button, traps } = kit;
  const data = JSON.parse(document.getElementById("disqus-threadData").textContent);
  const more = document.querySelector(".load-more__button");
  const thread = data.response.thread.id;
  let cursor = data.cursor;

  const body = (post) => {
    if (post.isDeleted) return el("p", { class: "post-message--deleted" }, "This comment was deleted.");
    const message = el("div", { class: "post-message" });
    message.innerHTML = post.message;
    return message;
  };
  const draw = (post) => {
    const when = new Date(`${post.createdAt}Z`);
    const row = el(
      "li",
      { class: "post", id: `post-${post.id}` },
      el(
        "div",
        { class: "post-content", "data-role": "post-content" },
        el(
          "header",
          {},
          post.author.name ? el("span", { class: "author publisher-anchor-color" }, post.author.name) : null,
          el("a", { class: "time-ago", title: when.toUTCString() }, kit.ago(+when)),
        ),
        body(post),
        el(
          "footer",
          {},
          el("span", { class: "updatable count", "data-role": "likes" }, String(post.likes)),
          ...traps("/write/iframe", {}, "a"),
        ),
      ),
      el("ul", { class: "children", "data-role": "children" }),
    );
    const parent = post.parent && document.querySelector(`#post-${post.parent} > ul.children`);
    (parent || document.getElementById("post-list")).append(row);
  };
  const show = (posts) => {
    posts.forEach(draw);
    more.hidden = !cursor.hasNext;
  };
  more.addEventListener("click", async (event) => {
    event.preventDefault();
    const query = new URLSearchParams({
      limit: 50,
      thread,
      forum: "labpost",
      order: "asc",
      cursor: cursor.next,
      api_key: "stand-in-key",
    });
    const answer = await json(`/disqus.com/api/3.0/threads/listPostsThreaded?${query}`);
    cursor = answer.cursor;
    show(answer.response);
  });
  show(data.response.posts);
})();
