// Widgets of systems nobody knows. Each draws rows of its own shape from JSON of its own names.
(() => {
  const { el, lines, json, button, traps, near } = kit;

  // A list and the button that goes on; `step` fills the list and tells whether there is more.
  const pager = async (box, list, more, step) => {
    box.append(list, more);
    const go = async (event) => {
      event?.preventDefault();
      more.hidden = !(await step());
    };
    more.addEventListener("click", go);
    await go();
  };
  const has = (value, make) => (value === null || value === undefined ? null : make(value));

  const lazy = (box, source) =>
    near(box, "0px", () => {
      let offset = 0;
      const row = (one) =>
        el(
          "article",
          { itemprop: "comment", itemscope: "", itemtype: "https://schema.org/Comment", id: `lz-${one.id}`, "data-parent-id": one.parentId },
          has(one.user.name, (name) => el("span", { itemprop: "author" }, name)),
          el("meta", { itemprop: "dateCreated", content: one.createdAt }),
          el("div", { itemprop: "text" }, ...lines(one.body)),
          el("span", { itemprop: "upvoteCount" }, String(one.votes)),
          ...traps("/write/lazy"),
        );
      const list = el("div", { class: "lz-list" });
      return pager(box, list, button("View more comments", () => {}, "further"), async () => {
        const answer = await json(`${source}?offset=${offset}`);
        offset += answer.comments.length;
        list.append(...answer.comments.map(row));
        return answer.hasMore;
      });
    });

  const consent = (box, source) => {
    let page = 1;
    const row = (one) =>
      el(
        "div",
        { class: "note", id: `note-${one.comment_id}` },
        el("div", { class: "note__head" }, has(one.author_name, (name) => el("b", { class: "note__name" }, name)), el("time", { datetime: kit.iso(one.posted_at * 1000) }, "in March")),
        el("div", { class: "note__body" }, ...lines(one.content)),
        el("span", { class: "note__likes" }, String(one.likes)),
        ...traps("/write/consent"),
        el("div", { class: "note__answers" }),
      );
    const list = el("div", { class: "notes" });
    const start = () =>
      pager(box, list, button("Show older comments", () => {}, "older"), async () => {
        const answer = await json(`${source}?page=${page}`);
        page = answer.next_page;
        for (const one of answer.results) {
          const parent = document.querySelector(`#note-${one.parent_comment_id} > .note__answers`);
          (parent ?? list).append(row(one));
        }
        return page;
      });
    const layer = document.getElementById("consent-layer");
    const close = () => {
      layer.remove();
      start();
    };
    document.getElementById("consent-reject").addEventListener("click", close);
    document.getElementById("consent-accept").addEventListener("click", () => {
      kit.write("/write/consent/accept");
      close();
    });
  };

  const read_more = (box, source) => {
    let start = 0;
    const text = (one) => {
      const short = one.cut ? one.teaser : one.text;
      if (!one.cut && short.length <= 250) return el("div", { class: "letter-text" }, ...lines(short));
      const body = el("div", { class: "letter-text" }, ...lines(short.slice(0, 90)), "… ");
      const press = async () => {
        const full = one.cut ? (await json(`${source}/full?id=${one.id}`)).text : one.text;
        body.replaceChildren(...lines(full));
      };
      body.append(el("span", { class: "read-more", role: "button", tabindex: 0, onclick: press }, "Read more"));
      return body;
    };
    const row = (one) =>
      el(
        "div",
        { class: "letter", "data-id": one.id, "data-parent": one.parent },
        text(one),
        el("p", { class: "letter-sign" }, has(one.by, (name) => el("i", { class: "letter-by" }, name)), " ", el("time", { datetime: one.time }, "March"), ` (${one.score})`),
        ...traps("/write/read_more"),
      );
    const list = el("div", { class: "letters" });
    return pager(box, list, button("More letters", () => {}, "letters-more"), async () => {
      const answer = await json(`${source}?start=${start}`);
      start = answer.next;
      list.append(...answer.items.map(row));
      return start;
    });
  };

  const unknown_json = (box, source) => {
    let page = 0;
    const row = (one) =>
      el(
        "li",
        { class: "chirp", id: `m${one.mid}` },
        one.inReply ? el("a", { class: "chirp-to", href: `#m${one.inReply}` }, "↑") : null,
        has(one.who.nick, (name) => el("a", { class: "chirp-nick", href: `/people/${encodeURIComponent(name)}` }, name)),
        el("span", { class: "chirp-ts", title: kit.iso(one.ts) }, kit.ago(one.ts)),
        el("p", {}, ...lines(one.msg)),
        el("u", { class: "chirp-plus" }, `+${one.plus}`),
        ...traps("/write/unknown_json", {}, "span"),
      );
    const list = el("ul", { class: "chirps" });
    const next = el("a", { class: "chirps-next", href: "#" }, "Next comments");
    return pager(box, list, next, async () => {
      page += 1;
      const { data } = await json(`${source}?page=${page}`);
      list.append(...data.lst.map(row));
      return data.pageNo < data.pageCount;
    });
  };

  const unknown_cursor = (box, source) => {
    let cursor = null;
    const row = (one) =>
      el("p", { class: "snip" }, has(one.from, (name) => el("b", {}, name)), " ", one.words.slice(0, 40), "… ", ...traps("/write/unknown_cursor", {}, "i"));
    const list = el("div", { class: "snips" });
    return pager(box, list, button("More murmurs", () => {}, "snips-more"), async () => {
      const answer = await json(cursor ? `${source}?from=${encodeURIComponent(cursor)}` : source);
      cursor = answer.more;
      list.append(...answer.stream.map(row));
      return cursor;
    });
  };

  const widgets = { lazy, consent, read_more, unknown_json, unknown_cursor };
  const box = document.querySelector("[data-widget]");
  box.append(el("h2", {}, "Comments"));
  widgets[box.dataset.widget](box, box.dataset.source);
})();
