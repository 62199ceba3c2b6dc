"""Comment systems that are recognised but not read, each with the reason.

Facebook's was last checked against its owner's announcement of the end.
"""

from newscrawl.engines.marks import Marked

UNASKED = "no engine yet: not seen on any crawled page so far"


class Facebook(Marked):
    name = "facebook"
    unsupported = "switched off by its owner on 2026-02-10"
    gone = True
    elements = (
        ".fb-comments",
        r"fb\:comments",
        'iframe[src*="/plugins/comments.php"]',
        'iframe[src*="/plugins/feedback.php"]',
    )
    words = (r"class=\\?[\"']fb-comments\b",)


class Livefyre(Marked):
    name = "livefyre"
    unsupported = "switched off by its owner"
    gone = True
    elements = ('[id*="livefyre"]', "[data-livefyre-collectionmeta]")
    words = (r"bootstrap\.livefyre\.com", r"\bfyre\.conv\.load\b", r"\bLivefyre\.require\b")


class Gigya(Marked):
    name = "gigya"
    unsupported = "switched off by its owner"
    gone = True
    words = (r"showCommentsUI", r"comments\.\w+\.gigya\.com")


class Hypercomments(Marked):
    name = "hypercomments"
    unsupported = "switched off by its owner"
    gone = True
    elements = ("#hypercomments_widget", "#hypercomments_mix")
    words = (r"\b_hcwp\b", r"w\.hypercomments\.com/widget/hc/")


class Artalk(Marked):
    name = "artalk"
    unsupported = UNASKED
    elements = (".atk-comment", "#Comments.artalk", ".artalk")
    words = (r"\bArtalk\.init\s*\(",)


class Cusdis(Marked):
    name = "cusdis"
    unsupported = UNASKED
    elements = ("#cusdis_thread",)
    words = (r"/cusdis(?:\.es|\.umd)?\.js\b",)


class Commento(Marked):
    name = "commento"
    unsupported = UNASKED
    elements = ("#commento",)
    words = (r"/js/commento\.js\b",)


class Intensedebate(Marked):
    name = "intensedebate"
    unsupported = UNASKED
    elements = ("#idc-container", "#IDCommentsHeadTitle", "#idc-cover")
    words = (r"\bidcomments_acct\b", r"intensedebate\.com/js/\w*(?:wrapper|omment)")


class Cackle(Marked):
    name = "cackle"
    unsupported = UNASKED
    elements = ("#mc-container",)
    words = (r"\bcackle_widget\b",)


class Muut(Marked):
    name = "muut"
    unsupported = UNASKED
    elements = ("a.muut", ".muut[data-url]")


class Giscus(Marked):
    name = "giscus"
    unsupported = "discussions of a code forge, readable only with an account"
    elements = ("iframe.giscus-frame", ".giscus", ".utterances")
    words = (r"giscus\.app/client\.js", r"utteranc\.es/client\.js")


class Insticator(Marked):
    name = "insticator"
    unsupported = UNASKED
    elements = ("#insticator-commenting", '[id^="insticator-comment"]')


class Blogger(Marked):
    name = "blogger"
    unsupported = UNASKED
    themed = True  # its rows are in the HTML
    elements = ("iframe#comment-editor", 'a[href*="/comment-iframe.g"]', "#comment-editor-src")
