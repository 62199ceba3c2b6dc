"""Words of what stands among the paragraphs of an article and is none of them."""

import re
from functools import lru_cache
from itertools import pairwise

from newscrawl.vocabulary.names import word_set, words

FURNITURE = word_set(
    "related relatedarticles relatedposts relatedcontent relatedlinks yarpp newsletter newsletters"
    " nl share sharing sharebar sharedaddy sharethis addthis addtoany sharebuttons shareit social"
    " socials socialmedia promo promos promobox promotion sponsored sponsor sponsors advert "
    "adverts"
    " advertisement advertisements advertising advertisment ad ads adv adbox adslot adunit adsense"
    " adsbygoogle dfp gpt werbung anzeige anzeigen publicidad publicite pub pubblicita reklama"
    " reklam reklame annons annonse annonce iklan banner banners subscribe subscription signup"
    " optin mailchimp recommended recommendations recommendation recommend recirc recirculation"
    " outbrain taboola plista mgid revcontent mostread mostpopular popular trending breadcrumb"
    " breadcrumbs tags taglist tagcloud toolbar teaser teasers readmore readalso seealso alsoread"
    " morefrom moreon upnext copyright pagination pager carousel slideshow modal popup tooltip"
    " donate donation donations poll quiz jwplayer audioplayer byline bylines authorbox authorbio"
    " aboutauthor aboutauthors caption captions credit credits imagecredit photocredit "
    "photographer"
    " skiplink screenreader sronly visuallyhidden crosslink crosslinks crosspromo starrating"
    " postmeta entrymeta articlemeta metadata timestamp navigation prevnext postnav bookmark"
    " print printonly disclosure author authors autor auteur vcard widget textwidget shareblock"
    " bilduntertitel jumplinks player videoplayer authorprofile authordetails regwall registerwall"
    " login"
    " verwandt verwandte verwandtes empfehlung empfehlungen weiterlesen teilen bildunterschrift"
    " bildquelle partage partager lireaussi abonnement legende relacionadas relacionados"
    " relacionada relacionado compartir compartilhar boletin leiatambem correlati correlate"
    " condividi leggianche gerelateerd delen leesook czytajtez podobne powiazane souvisejici"
    " podobne liittyvat delningsknappar relaterat relatert relaterede"
)
"""Words of ids and classes of boxes with something else in them."""
FURNITURE_PAIRS = frozenset(
    {
        *(("most", "read"), ("most", "popular"), ("most", "viewed"), ("read", "more")),
        *(("read", "also"), ("also", "read"), ("see", "also"), ("more", "from"), ("more", "on")),
        *(("more", "stories"), ("more", "articles"), ("more", "news"), ("up", "next")),
        *(("sr", "only"), ("visually", "hidden"), ("screen", "reader"), ("a11y", "hidden")),
        *(("author", "bio"), ("author", "box"), ("author", "info"), ("about", "author")),
        *(("author", "card"), ("author", "profile"), ("author", "name"), ("sign", "up")),
        *(("post", "meta"), ("entry", "meta"), ("article", "meta"), ("story", "meta")),
        *(("entry", "footer"), ("article", "tags"), ("post", "tags"), ("tag", "list")),
        *(("post", "navigation"), ("lire", "aussi"), ("lees", "ook"), ("les", "ogsa")),
        *(("side", "bar"), ("image", "source"), ("photo", "source"), ("call", "to")),
        *(
            ("opt", "in"),
            ("sign", "in"),
            ("log", "in"),
            ("video", "card"),
            ("video", "item"),
            ("latest", "articles"),
            ("latest", "news"),
            ("latest", "posts"),
            ("prev", "next"),
            ("next", "prev"),
            ("app", "hint"),
            ("content", "blocker"),
            ("img", "description"),
            ("image", "description"),
            ("next", "article"),
            ("previous", "article"),
            ("other", "articles"),
            ("other", "news"),
            ("print", "only"),
            ("follow", "us"),
            ("text", "to"),
            ("to", "speech"),
        ),
    }
)
BODY = word_set(
    "articlebody storybody postbody entrycontent postcontent articlecontent storycontent"
    " articletext storytext bodytext maintext fulltext newstext newsbody contentbody bodycontent"
    " articlecontents articlebodytext bodycopy articlecopy artikeltext artikelbody textbody"
    " articulocuerpo cuerponoticia newscontent detailtext newsdetail"
)
"""Words that name the box of the text by themselves."""
OF_ARTICLE = word_set(
    "article story post entry news artikel articulo noticia nota item single page blog rich main"
    " news detail full td text richtext body copy content contents amp"
)
OF_TEXT = word_set("body content contents text copy cuerpo corpo texto inhalt contenu corps rte")
"""A word of each in one name: `entry-content`, `story_text`."""


@lru_cache(maxsize=20_000)
def is_furniture_name(name: str) -> bool:
    """Return whether an id or class names something else than the text of an article.

    >>> is_furniture_name("related-articles"), is_furniture_name("MostReadList")
    (True, True)
    >>> is_furniture_name("article-body"), is_furniture_name("has-newsletter")
    (False, False)
    """
    parts = words(name)
    if not parts or not STATE.isdisjoint(parts):
        return False
    return not FURNITURE.isdisjoint(parts) or not FURNITURE_PAIRS.isdisjoint(pairwise(parts))


LEAD = word_set(
    "lead lede intro introduction standfirst excerpt dek deck subtitle subtitulo subheadline "
    "subhead"
    " subheading summary sumario vorspann chapo chapeau entradilla bajada copete sommario ingress"
    " manchet anleser abstract leadtext introtext leadin leadparagraph articlelead postexcerpt "
    "teaser"
    " einleitung resume preamble occhiello catenaccio zajawka perex bodytextlead strapline"
)
"""Words that name the paragraph above a text, which is its first."""


@lru_cache(maxsize=20_000)
def is_lead_name(name: str) -> bool:
    """Return whether an id or class names the paragraph above a text."""
    return not LEAD.isdisjoint(words(name))


STATE = word_set("has no is with without not hide before after enabled disabled free")
"""Words that make a name speak of a state of the page, or of a place beside."""
INSIDE = word_set(
    "wrapper wrap container header footer head title headline top bottom meta image img media list"
    " teaser grid row col column card cards sidebar side aside related nav link links link"
    " excerpt summary preview feed loop"
)


@lru_cache(maxsize=20_000)
def is_body_name(name: str) -> bool:
    """Return whether an id or class names the box of an article's text.

    >>> is_body_name("entry-content"), is_body_name("articleBody"), is_body_name("story__text")
    (True, True, True)
    >>> is_body_name("article-header"), is_body_name("content")
    (False, False)
    """
    parts = words(name)
    if not INSIDE.isdisjoint(parts) or not FURNITURE.isdisjoint(parts):
        return False
    if not BODY.isdisjoint(parts):
        return True
    return any(
        one in OF_TEXT and any(other in OF_ARTICLE and other != one for other in parts)
        for one in parts
    )


def _listed(patterns: str) -> str:
    """Return a pattern for one of a list with commas between them; those of `{0,40}` are none."""
    return "(?:" + re.sub(r",(?!\d+})\s*", "|", patterns) + ")"


_ADVERT = _listed(
    "advertisement, advertising, sponsored, sponsored content, anzeige, werbung, publicité,"
    "publicidad, pubblicità, publicidade, advertentie, annons, annonse, annonce, reklama, реклама,"
    "reklam, mainos, iklan, quảng cáo, 広告, 广告, 광고, إعلان, διαφήμιση, hirdetés, oglas,"
    "(?:article|story|content|post) continues (?:below|after)[^.]{0,40}, scroll to continue[^.]*,"
    "loading\\.*…?, lade\\.\\.\\., cargando\\.*, skip advertisement, recommended, related, "
    "tags?:?,"
    "share, share this(?: article| story| post| page| video)?, print(?: this(?: article)?)?, "
    "email,"
    "copy link, link copied!?, save, facebook, twitter, whatsapp, linkedin, pinterest, telegram,"
    "reddit, x, comments?, listen(?: to this article)?, watch(?: now| live)?, play,"
    "teilen, drucken, merken, partager, imprimer, compartir, compartilhar, condividi, stampa,"
    "delen, dela, del, udostępnij, поделиться, sdílet, jaa, megosztás, paylaş,"
    "our standards: .*, all rights reserved\\.?, alle rechte vorbehalten\\.?,"
    "tous droits réservés\\.?, todos los derechos reservados\\.?, fullscreen, image, photo, video,"
    "editor.?s picks?, most (?:read|popular|viewed), trending(?: now)?, popular now,"
    "more on this (?:story|topic), related "
    "(?:articles?|stories|topics?|content|posts?|links?|news|"
    "coverage|reading):?, you (?:may|might) also (?:like|be interested in):?, up next,"
    "recommended (?:stories|articles|for you|reading|videos?):?, more stories, what to read next,"
    "more from .{3,40}, mehr zum thema, das könnte sie auch interessieren:?, meistgelesen,"
    "auch interessant:?, lesen sie auch:?, à lire aussi:?, lire aussi:?, sur le même sujet,"
    "articles liés, lea también:?, te puede interesar:?, le puede interesar:?, más información,"
    "noticias relacionadas, leia também:?, veja também:?, leggi anche:?, potrebbe interessarti:?,"
    "lees ook:?, läs också:?, läs mer:?, läs även:?, les også:?, læs også:?, lue myös:?,"
    "(?:weitere|ähnliche|verwandte) (?:artikel|beiträge|themen|nachrichten|meldungen|news|inhalte|"
    "pressemitteilungen|informationen|links)[^.]{0,40}, diesen (?:artikel|beitrag) [^.]{0,20}, "
    "von:,"
    "czytaj więcej, lesen sie mehr, weiterlesen, mehr lesen, lire la suite, leer más, leia mais,"
    "table of contents:?, contents:?, jump to:?, skip to:?, in this article:?, on this page:?,"
    "auf dieser seite:?, inhalt:?, inhaltsverzeichnis:?, article content, about the authors?:?,"
    "über den autor, über die autorin, (?:about|meet) the reviewer, disclaimer:?, read more,"
    "learn more, thanks for visiting!?, sign in, log in, register, subscribe(?: now)?, abonnieren,"
    "follow, following, see more, show more, show all, view all, back to top, nach oben,"
    "newsletter, contact us, kontakt, autor:?, themen:?, topics:?, schlagw[oö]rter:?,"
    "czytaj (?:też|także|również):?, zobacz (?:też|także|również):?, читайте та(?:кже|кож):?,"
    "přečtěte si také:?, čtěte také:?, olvasta már\\?, ilgili haberler, baca juga:?, 関連記事,"
    "相关阅读, 相关新闻, 관련기사, اقرأ أيضا:?, اقرأ أيضًا:?,"
    "save (?:this )?(?:story|article|page|post)(?: for later)?, (?:story|article) saved,"
    "(?:artikel|beitrag) (?:merken|teilen|drucken|speichern), enregistrer, guardar, salvar, salva,"
    "печать, распечатать, сохранить, 印刷(?:する)?, シェア(?:する)?, ツイート, 分享, 打印, 收藏,"
    "인쇄, 공유(?:하기)?, 스크랩, طباعة, مشاركة,"
    "view (?:this )?(?:post|photo|video|profile) on .{3,20},"
    "sieh dir diesen beitrag auf .{3,20} an,"
    "voir cette publication sur .{3,20}, ver esta publicación en .{3,20},"
    "visualizza questo post su .{3,20}, (?:view|ver) (?:esse|essa) (?:post|foto) no .{3,20},"
    "dit bericht op .{3,20} bekijken, wyświetl ten post na .{3,20},"
    "посмотреть эту публикацию в .{3,20},"
    "a (?:post|photo|video|reel) (?:shared|posted) by .{3,160}, ein beitrag geteilt von .{3,160},"
    "une publication partagée par .{3,160}, una publicación compartida (?:de|por) .{3,160},"
    "un post condiviso da .{3,160}, (?:uma publicação|um post) (?:com)?partilhad[ao] por .{3,160},"
    "een bericht gedeeld door .{3,160}, post udostępniony przez .{3,160},"
    "публикация от .{3,160}"
)
ALONE = re.compile(rf"[\W_]*{_ADVERT}[\W_]*", re.IGNORECASE)
"""What stands alone in its line and is no text."""
_LEADS = _listed(
    "read (?:more|also|next|the full)[^:]{0,40}, also read, see also, also see, related[^:]{0,20},"
    "more, more (?:on|from|in|about)[^:]{0,40}, watch(?: (?:now|also|below|more|the video))?,"
    "must read, don.?t miss, recommended, listen, further reading, in pictures,"
    "lesen sie (?:auch|dazu|hier|mehr)[^:]{0,30}, lies auch, mehr (?:zum thema|dazu|lesen|infos?),"
    "auch interessant, hintergrund, lire (?:aussi|également), à lire(?: aussi| également)?,"
    "voir aussi, (?:lea|lee|leer|ver) (?:también|además|más), (?:leia|veja)(?: também| mais),"
    "leggi anche, vedi anche, lees (?:ook|meer), läs (?:också|även|mer)[^:]{0,20}, les også,"
    "læs også, lue myös, lue lisää, czytaj (?:też|także|również|więcej), zobacz (?:też|także),"
    "czytaj, читайте та(?:кже|кож), смотрите также, читать далее, přečtěte si(?: také)?,"
    "čtěte (?:také|též), olvassa el, ayrıca oku(?:yun)?, baca juga, simak juga, あわせて読みたい,"
    "عاجل, اقرأ (?:أيضا|أيضًا|المزيد), διαβάστε (?:επίσης|ακόμη|ακόμα)"
)
LEADS = re.compile(rf"[\W_]*{_LEADS}\s*[:：|>»→–—-]", re.IGNORECASE)
"""How a line begins that leads to another article: `Read more: ...`."""
LEADING = re.compile(rf"[\W_]*{_LEADS}\b", re.IGNORECASE)
"""The same without a sign behind it: only a line with a link may begin so and lead away."""
_ASKS = _listed(
    "sign up (?:for|to|here)[^.]*(?:newsletter|email|inbox|alerts?|updates?|briefing|free)[^.]*,"
    "subscribe (?:to|now|here|for)\\b.*, get (?:the|our|your) [^.]*(?:newsletter|inbox)[^.]*,"
    "follow (?:us|me|him|her|them|@?[\\w .]{2,40}) on (?:facebook|twitter|instagram|x\\b|google"
    "|telegram|whatsapp|linkedin|tiktok|youtube|threads|bluesky|mastodon)[^.]*,"
    "join (?:us on|our) [^.]*(?:telegram|whatsapp|facebook|newsletter|channel|group)[^.]*,"
    "(?:like|find) us on facebook[^.]*, click here (?:to|for)[^.]*,"
    "download (?:the|our) [^.]*app\\b[^.]*, support (?:our|independent|quality) journalism.*,"
    "this (?:article|story|post) (?:was|is|has been|originally) (?:originally |first )?"
    "(?:published|appeared|posted) (?:on|in|by|at)[^.]*, originally published "
    "(?:on|in|by|at)[^.]*,"
    "copyright (?:©|\\(c\\)|\\d{4}).*, © ?\\d{4}.*, ©.{0,80}, \\(c\\) ?\\d{4}.*, "
    "photo(?:graph)?(?:s)?"
    "(?: credits?| by| courtesy| via)?\\s*[:/].{0,120}, image(?:s)?(?: credit| source| "
    "via)?\\s*[:/]"
    ".{0,120}, (?:foto|bild|symbolbild|archivbild|photo|crédit photo|fonte "
    "foto)s?\\s*[:/©].{0,120},"
    "getty images.{0,40}, (?:do you )?(?:have|got) a (?:story|tip|news tip).{0,200},"
    "have something to share.{0,200}, (?:abonnez|inscrivez)-vous .{0,120},"
    "(?:suscr[íi]bete|síguenos|siga-nos|seguici|iscriviti|inscreva-se|assine) .{0,120},"
    "(?:abonnieren|folgen) sie (?:uns|unseren?|den)\\b.{0,120}, (?:jetzt|hier) "
    ".{0,40}newsletter.{0,80},"
    "подпи(?:сывайтесь|шитесь|шись) .{0,120}, підпи(?:суйтесь|шіться) .{0,120},"
    "\\d{1,3} ?min(?:ute)?s? read, reading time.{0,30}, \\d{1,3} (?:min|minutes?) de lectur[ae],"
    "lesedauer.{0,30}, temps de lecture.{0,30}"
)
ASKS = re.compile(rf"(?:[^\w©(]|_)*+{_ASKS}", re.IGNORECASE | re.DOTALL)
"""What asks the reader for something, or says whose the text or the picture is."""
CREDIT = re.compile(
    r".*\b(?:photo|foto|fotos|image|bild|bilder|bildrechte|bildquelle|picture|credits?|grafik|graphic|fotó|kuva"
    r"|foto:|zdjęcie|фото)(?: credit| by| source)?\s*[:©][^.]{2,60}",
    re.IGNORECASE | re.DOTALL,
)
"""A caption that ends with whose picture it is."""
CAPTION = 400
"""Characters of a caption."""
SHORT = 200
"""Characters of a line that may be one of these."""


def is_no_text(line: str) -> bool:
    """Return whether a line by itself is no text of an article, by what it says.

    >>> is_no_text("Advertisement"), is_no_text("Read more: The ferry is back")
    (True, True)
    >>> is_no_text("Read the letter, she said, and weep.")
    False
    """
    # Its search takes long, and few lines have one of these signs.
    is_credit = (":" in line or "©" in line) and len(line) < CAPTION and CREDIT.fullmatch(line)
    if is_credit or len(line) > SHORT:
        return bool(is_credit)
    return bool(ALONE.fullmatch(line) or LEADS.match(line) or ASKS.fullmatch(_unended(line)))


def _unended(line: str) -> str:
    """Return a line without the signs at its end."""
    while line and not line[-1].isalnum():
        line = line[:-1]
    return line


def leads_away(line: str) -> bool:
    """Return whether a line with a link in it leads to another article."""
    return len(line) <= SHORT and bool(LEADING.match(line))
