"""The comment section of the old design: the shell in the page, and rows from the server.

No filled row has been seen. Ours keep the shape of the template row in every real page; a comment
marks whatever else had to be guessed.
"""

from datetime import datetime
from html import escape as esc

from newscrawl.demo.editions import PAPER, Edition
from newscrawl.demo.invent import WORDS
from newscrawl.demo.paper import Story
from newscrawl.demo.threads import Row, Thread

SHOWN_REPLIES = 3

ROW = """<li data-id="{id}" data-likes="{likes}" data-parent-id="{parent}"{ts}{css}>
<div class="buttons"><a class="answer" data-id="{id}"><i>{reply}</i></a><a class="like"
 data-id="{id}"><i></i></a><a class="dislike" data-id="{id}"><i></i></a></div>
<img alt="avatar" class="avatar lazyload" data-src="/img/avatar-default.svg">
<div class="section"><hgroup><h5><a href="{page}" class="author">{author}</a>
<span{hide}>{inreply}</span><a href="" class="other-author">{other}</a><a class="show-answer"{hide}
 data-parent_id="{parent}" data-id="{id}">(<i class="show">{show}</i><i
 class="hide">{hidden}</i>)</a></h5></hgroup><div class="datetime"><time
 class="time">{time}</time> <time class="date"
 datetime="{date}">{day}</time><span class="likes"> | <b></b><i class="likes">{likes}</i></span>
<span class="controls active"> | <a class="edit" data-id="{id}">{edit}</a> |
<a class="delete" data-id="{id}">{delete}</a></span></div>{body}</div></li>"""


def section(story: Story, edition: Edition, base: str) -> str:
    """Return the section as served with the page: tabs, forms and templates, but no comments."""
    words = {key: esc(word) for key, word in edition.label.items()}
    own, facebook = _tabs(story, words), _facebook(story, base)
    # The layout of 2019 begins with the Facebook tab, and has no data attributes.
    first = facebook + own[1] if story.kind == "2019" else own[1] + facebook
    tag, close = ('section class="comments"', "section")
    if story.kind == "2020":
        tag = (
            f'div class="comments section" data-articleId="{story.number}" data-generalLoad="true"'
        )
        close = "div"
    return (
        f'<{tag}><a data-name="#comments" id="comments"></a>'
        f'<div class="title"><label>{words["track"]}</label> <a class="comment_rules">'
        f"{words['rules']}</a> {words['discuss']}</div>{own[0]}{first}"
        f'<input type="hidden" id="articleId" data-id="{story.number}" '
        f'data-project="lantern_{edition.code}"></{close}>{_rules(edition)}'
    )


def list_of(thread: Thread, edition: Edition, sort: str) -> str:
    """Return the answer to an opened tab: the whole list, with its first rows and its counter."""
    words = {key: esc(word) for key, word in edition.label.items()}
    rows = thread.roots(sort, None)
    left = len(thread.roots(sort, None, len(thread.rows))) - len(rows)
    orders = "".join(
        f'<a class="comments__sort{" m-active" * (order == sort)}" data-sort="{order}">{mark}</a>'
        for order, mark in (("desc", "▼"), ("asc", "▲"))
    )
    return (
        f'<div class="comments-list main" data-sort="{sort}"><div class="title-line"><h3>'
        f"{words['all']}</h3>{orders}</div>"
        f'<ul class="main">{rows_of(thread, rows, edition)}</ul>'
        f'<a data-url="" class="more" data-sort="{sort}"{_hide(left <= 0)}>{words["more"]} '
        f'(<i class="total">{left}</i>)</a>'
        f'<a class="loadnew">{words["newer"]} (<i class="total">0</i>)</a></div>'
    )


def rows_of(thread: Thread, rows: list[Row], edition: Edition) -> str:
    """Return top-level rows, each followed by its first replies and a button for the rest."""
    pieces = []
    for row in rows:
        replies = thread.replies(row.id)
        pieces.append(row_of(thread, row, edition, top=True))
        pieces += [row_of(thread, reply, edition) for reply in replies[:SHOWN_REPLIES]]
        if (left := len(replies) - SHOWN_REPLIES) > 0:
            # Guess: named like the button on RIA's pages, which use the same platform.
            pieces.append(
                f'<li class="comments-list__answer-load" data-parent_id="{row.id}"><a>'
                f"{esc(edition.label['replies'])} (<i>{left}</i>)</a></li>"
            )
    return "".join(pieces)


def row_of(thread: Thread, row: Row, edition: Edition, *, top: bool = False) -> str:
    """Return one row. Guesses: `m-first-level` and `data-ts`, known only from RIA's pages."""
    local, words = thread.story.local(row.created), edition.label
    css = ["m-first-level"] * top + ["m-deleted"] * row.deleted
    body = f'<div class="body">{esc(row.text or "").replace(chr(10), "<br>")}</div>'
    if row.deleted:
        # Guess, as no deleted comment has been seen: a notice, and neither author nor body.
        body = f'<div class="notice">{esc(words["deleted"])}</div>'
    return ROW.format(
        id=row.id,
        likes=row.likes,
        parent=row.parent or "",
        ts=f' data-ts="{row.seconds}"' if thread.has_ts else "",
        css=f' class="{" ".join(css)}"' if css else "",
        page=f"/id/user/{abs(row.seconds * 31):024x}/" if row.author else "",
        author=esc(row.author or ""),
        other=esc(row.parent_author or ""),
        hide=_hide(row.parent is None),
        body=body,
        **_times(local),
        **{key: esc(words[key]) for key in ("reply", "inreply", "show", "edit", "delete")},
        hidden=esc(words["hide"]),
    )


def _times(local: datetime) -> dict[str, str]:
    return {
        "time": f"{local:%H:%M}",
        "date": f"{local:%Y-%m-%d}",
        "day": f"{local:%d.%m.%Y}",
    }


def _hide(hidden: bool) -> str:
    return ' style="display: none;"' if hidden else ""


def _tabs(story: Story, words: dict[str, str]) -> tuple[str, str]:
    """Return the tabs' headings, and the content of the paper's own tab."""
    own_first = story.kind == "2020"
    own, facebook = (" m-active", "") if own_first else ("", " m-active")
    tabs = [
        f'<span data-target="#{target}" class="comments__tabs-tab{css}">{words[word]}</span>'
        for target, css, word in (
            ("commentsGeneral", f" commentsLoadGeneral{own}", "viasite"),
            ("commentsFB", facebook, "viafb"),
        )
    ]
    header = "".join(tabs if own_first else reversed(tabs))
    # The С is Cyrillic, as on every real page: a search for "Comment" does not find it.
    button = f'<a class="addcomment"><i class="icon"></i>С{words["comment"]}</a>'
    content = f"""<div class="comments__tabs-content" id="commentsGeneral"{_hide(not own_first)}>
<div class="top-line"><ul><li class="add-comment">{button}</li><li class="post-message"
 style="display: none;"><img alt="avatar" class="avatar"><form action="/services/comments/add/"
 method="post"><input type="hidden" name="article_id" value="{story.number}"><input type="hidden"
 name="parent_id" value=""><input type="hidden" name="generated_id" value=""><input type="hidden"
 name="csrf_token" value=""><textarea name="comment"></textarea><button
 class="submitline-botton">{words["add"]}</button></form></li></ul></div>
<div class="comments-list main" style="display: none;"><div class="title-line">
<h3>{words["all"]}</h3><a data-url="" class="more" style="display:none;">{words["more"]}
 (<i class="total">20</i>)</a></div>
<ul class="main"></ul><a class="loadnew">{words["newer"]} (<i class="total">0</i>)</a></div>
<div class="bottom-line" style="display: none;">{button}</div>{_template(words)}
<div class="edit-message" style="display: none;"><form action="/services/comments/edit/"
 method="post"><textarea name="comment"></textarea><button class="save"><i>OK</i></button><input
 type="hidden" name="comment_id" value=""></form></div></div>"""
    return f'<div class="comments__tabs-header">{header}</div>', content


def _template(words: dict[str, str]) -> str:
    empty = dict.fromkeys(("id", "parent", "page", "author", "other", "time", "date", "day"), "")
    row = ROW.format(
        **empty,
        likes=0,
        ts="",
        css=' style="display: none;"',
        hide="",
        body='<div class="body"></div>',
        hidden=words["hide"],
        **{key: words[key] for key in ("reply", "inreply", "show", "edit", "delete")},
    )
    return f'<ul class="empty-comment" style="display: none;">{row}</ul>'


def _facebook(story: Story, base: str) -> str:
    # Loads nothing: there is no plugin behind it.
    return (
        f'<div class="comments__tabs-content m-fb" id="commentsFB"{_hide(story.kind == "2020")}>'
        f'<div class="fb-comments" data-href="{base}{story.path}" data-numposts="3"></div></div>'
    )


def _rules(edition: Edition) -> str:
    words = WORDS[edition.language].split()
    text = " ".join(f"{place}. {' '.join(words)}." for place in range(1, 30))
    return (
        f'<div class="window-comments-rules" style="display: none;"><h3>{PAPER}</h3>'
        f"<p>{esc(text)}</p></div>"
    )
