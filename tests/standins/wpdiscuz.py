"""Stand-in of wpDiscuz, WordPress' best-known comment plug-in: more rows by `admin-ajax.php`.

Written after the markup of public pages: a form names the action `wpdLoadMoreComments` and the last
root that is there; the answer is JSON with the HTML of the next ones.
"""

from newscrawl.demo.invent import Post
from tests.standins.rows import lines
from tests.standins.scenario import (
    MISSING,
    Answer,
    Call,
    Desk,
    Scenario,
    StandIn,
    children,
    living,
    truth,
)

ROOTS = 6
AJAX = "/wp-admin/admin-ajax.php"
SCRIPT = f"""<script>
document.querySelector(".wpd-load-more-submit").addEventListener("click", async (event) => {{
  const button = event.target, form = new FormData();
  form.append("action", "wpdLoadMoreComments");
  form.append("lastParentId", button.dataset.lastparentid);
  const answer = await (await fetch("{AJAX}", {{ method: "POST", body: form }})).json();
  document.querySelector(".wpd-thread-list").insertAdjacentHTML(
    "beforeend", answer.data.comment_list);
  button.dataset.lastparentid = answer.data.last_parent_id;
  if (!answer.data.is_show_load_more) button.remove();
}});
</script>"""


def wpdiscuz(desk: Desk) -> StandIn:
    posts = living(desk.thread("wpdiscuz"))

    def page(_: Call) -> Answer:
        html, last, _more = _part(posts, 0)
        head = f'<div class="wpd-thread-info">{len(posts)} Comments</div>'
        more = f'<button class="wpd-load-more-submit" data-lastparentid="{last}">Load More Comments'
        form = '<form class="wpd_comm_form"><textarea name="wc_comment"></textarea></form>'
        return Answer(
            f'<div id="wpdcom">{form}<div id="wpd-threads">{head}<div class="wpd-thread-list">'
            f'{html}</div><div class="wpdiscuz-comment-pagination">{more}</button></div></div>'
            "</div>"
            f"{SCRIPT}",
            "text/html",
        )

    def ajax(call: Call) -> Answer:
        if call.body.get("action") != "wpdLoadMoreComments":
            return MISSING
        html, last, goes_on = _part(posts, int(call.body["lastParentId"]))
        data = {"comment_list": html, "last_parent_id": last, "is_show_load_more": goes_on}
        return Answer({"success": True, "data": data})

    return StandIn(
        scenario=Scenario(
            name="wpdiscuz",
            truth=truth(posts),
            declared=len(posts),
            engine="wordpress",
            note="further roots come as HTML in JSON, from the address that also writes",
            rows=".wpd-comment",
            press=(".wpd-load-more-submit",),
        ),
        page=page,
        paper={f"POST {AJAX}": ajax},
    )


def _part(posts: list[Post], last: int) -> tuple[str, int, bool]:
    """Return the HTML of the roots after one, the last of them, and whether there are more."""
    roots = [post for post in children(posts, None) if post.id > last]
    shown = roots[:ROOTS]
    html = "".join(_row(posts, post, 1) for post in shown)
    return html, shown[-1].id if shown else last, len(roots) > ROOTS


def _row(posts: list[Post], post: Post, level: int) -> str:
    kind = "wpd-comment" if level == 1 else "wpd-comment wpd-reply"
    below = "".join(_row(posts, one, level + 1) for one in children(posts, post.id))
    head = f'<div class="wpd-comment-author">{post.author or ""}</div>'
    when = f'title="{post.created:%Y-%m-%d %H:%M:%S} UTC"><span>5 months ago</span>'
    votes = f'<div class="wpd-vote"><div class="wpd-vote-result">{post.likes}</div></div>'
    return (
        f'<div id="wpd-comm-{post.id}_{post.parent or 0}" class="comment {kind}'
        f' wpd_comment_level-{level}"><div class="wpd-comment-wrap">'
        f'<div id="comment-{post.id}" class="wpd-comment-right">'
        f'<div class="wpd-comment-header">{head}<div class="wpd-comment-date" {when}</div></div>'
        f'<div class="wpd-comment-text"><p>{lines(post.text)}</p></div>'
        f'<div class="wpd-comment-footer">{votes}'
        '<div class="wpd-reply-button"><span>Reply</span></div></div>'
        f"</div></div>{below}</div>"
    )
