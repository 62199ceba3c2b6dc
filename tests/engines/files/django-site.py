"""Pages with django-comments-xtd and django-threadedcomments, and a forum.

`seed FILE` or `serve PORT`.
"""

import json
import os
import sys
from datetime import datetime
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command, execute_from_command_line
from django.http import HttpResponse
from django.template import engines
from django.urls import include, path

settings.configure(
    DEBUG=True,
    SECRET_KEY="scratch",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    TIME_ZONE="UTC",
    LANGUAGE_CODE="en-us",
    SITE_ID=1,
    STATIC_URL="/static/",
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    DATABASES={
        "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["LAB_DATABASE"]}
    },
    INSTALLED_APPS=[
        "django.contrib.contenttypes",
        "django.contrib.auth",
        "django.contrib.sessions",
        "django.contrib.sites",
        "django.contrib.messages",
        "django.contrib.staticfiles",
        "django.contrib.flatpages",
        "rest_framework",
        "threadedcomments",  # first, as its template of the list has the name of others
        "django_comments_xtd",
        "django_comments",
        "punkweb_bb",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                    "punkweb_bb.context_processors.punkweb_bb",
                ]
            },
        }
    ],
    COMMENTS_APP="django_comments_xtd",
    COMMENTS_XTD_MAX_THREAD_LEVEL=6,
    COMMENTS_XTD_LIST_ORDER=("thread_id", "order"),
    PUNKWEB_BB={"SHOUTBOX_ENABLED": False},
)
django.setup()

THREAD = """{% load comments comments_xtd %}<div id="comments"><h5>Comments</h5>
{% render_xtdcomment_tree for page %}{% render_comment_form for page %}</div>"""


def article(request):
    from django.contrib.flatpages.models import FlatPage

    page = FlatPage.objects.get()
    template = engines["django"].from_string(page.content.replace("THREAD", THREAD))
    return HttpResponse(template.render({"page": page}, request))


def items(_request):
    from django.contrib.flatpages.models import FlatPage
    from threadedcomments.models import ThreadedComment

    listed = ThreadedComment.objects.order_by("tree_path")
    thread = engines["django"].get_template("comments/list.html").render({"comment_list": listed})
    return HttpResponse(FlatPage.objects.get().content.replace("THREAD", thread))


def robots(_request):
    return HttpResponse("User-agent: *\nAllow: /\n", content_type="text/plain")


urlpatterns = [
    path("robots.txt", robots),
    path("2026/harbour-wall/", article),
    path("2026/harbour-items/", items),
    path("comments/", include("django_comments_xtd.urls")),
    path("pages/", include("django.contrib.flatpages.urls")),
    path("board/", include("punkweb_bb.urls")),
]


def seed(data):
    """Write both threads and print the ids of each, by the seed's numbers."""
    call_command("migrate", verbosity=0)
    print(json.dumps({"nested": nested(data), "items": listed(data), "forum": forum(data)}))


def nested(data):
    from django.contrib.contenttypes.models import ContentType
    from django.contrib.flatpages.models import FlatPage
    from django.contrib.sites.models import Site
    from django_comments_xtd.models import XtdComment

    page = FlatPage.objects.create(url="/wall/", title="Wall", content=data["page"])
    site, ids = Site.objects.get(), {}
    kind = ContentType.objects.get_for_model(FlatPage)
    for one in data["thread"]:
        given = {"parent_id": ids[one["parent"]]} if one["parent"] else {}
        comment = XtdComment.objects.create(
            content_type=kind,
            object_pk=page.pk,
            site=site,
            user_name=one["author"],
            user_email="reader@paper.example",
            comment=one["text"],
            submit_date=datetime.fromisoformat(one["written"]),
            **given,
        )
        ids[one["number"]] = comment.pk
    return {"url": "/2026/harbour-wall/", "ids": ids}


def listed(data):
    from django.contrib.contenttypes.models import ContentType
    from django.contrib.flatpages.models import FlatPage
    from threadedcomments.models import ThreadedComment

    kind, page, ids = ContentType.objects.get_for_model(FlatPage), FlatPage.objects.get(), {}
    for one in data["thread"]:
        comment = ThreadedComment.objects.create(
            content_type=kind,
            object_pk=page.pk,
            site_id=settings.SITE_ID,
            user_name=one["author"],
            user_email="reader@paper.example",
            comment=one["text"],
            submit_date=datetime.fromisoformat(one["written"]),
            parent_id=ids.get(one["parent"]),
        )
        ids[one["number"]] = comment.pk
    return {"url": "/2026/harbour-items/", "ids": ids}


def forum(data):
    from django.contrib.auth.models import User
    from punkweb_bb.models import Category, Post, Subcategory, Thread

    users = {
        name: User.objects.create(username=name)
        for name in sorted({one["author"] for one in data["thread"]})
    }
    category = Category.objects.create(name="Town", slug="town")
    board = Subcategory.objects.create(category=category, name="Harbour", slug="harbour")
    opening = data["opening"]
    thread = Thread.objects.create(
        subcategory=board, user=users["Ada Thorn"], title="The harbour wall", content=opening
    )
    ids = {}
    for one in data["posts"]:
        post = Post.objects.create(thread=thread, user=users[one["author"]], content=one["bbcode"])
        Post.objects.filter(pk=post.pk).update(created_at=datetime.fromisoformat(one["written"]))
        ids[one["number"]] = str(post.pk)
    when = datetime.fromisoformat(data["published"])
    Thread.objects.filter(pk=thread.pk).update(created_at=when)
    return {"url": thread.get_absolute_url(), "ids": ids}


if sys.argv[1] == "seed":
    seed(json.loads(Path(sys.argv[2]).read_text("utf-8")))
else:
    address = f"127.0.0.1:{sys.argv[2]}"
    execute_from_command_line([sys.argv[0], "runserver", "--noreload", address])
