"""The editions of the demo paper: language, printing zone, and the words of the page itself."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

SECTIONS = ("world", "politics", "science", "culture", "sport")
PAPER = "Harbour Lantern"

KEYS = (
    "home|world|politics|science|culture|sport|news|latest|mostread|by|updated|tags|reply|"
    "inreply|show|hide|more|newer|replies|all|viasite|viafb|discuss|track|rules|comment|add|"
    "edit|delete|deleted|consent|accept|short|loadmore|chat|older|send|closed|topic"
)
WORDS = {
    "en": "Home|World|Politics|Science|Culture|Sport|News|Latest|Most Read|by|updated|Tags:|Reply|"
    "in reply to|Show comment|Hide comment|Show more comments|Show new comments|More replies|"
    "All comments|Comment via the Lantern|Comment via Facebook|Discussion|Track|"
    "Community standards|omment|Add Comment|Edit|Delete|This comment has been deleted.|"
    "We keep a few crumbs to remember your lantern.|Accept & Close|Get short URL|Load more|Chat|"
    "Earlier messages|Send|This talk is closed: a day has passed since publication.|Topic:",
    "de": "Start|Welt|Politik|Wissen|Kultur|Sport|Nachrichten|Neueste|Meistgelesen|von|"
    "aktualisiert|Themen:|Antworten|als Antwort an|Kommentar zeigen|Kommentar verbergen|"
    "Mehr Kommentare|Neue Kommentare|Mehr Antworten|Alle Kommentare|Mit der Laterne|"
    "Mit Facebook|Diskussion|Folgen|Hausregeln|Kommentar|Senden|Ändern|Löschen|"
    "Dieser Kommentar wurde gelöscht.|Wir heben ein paar Krümel auf.|Schließen|Kurzlink|Mehr laden|"
    "Gespräch|Frühere Nachrichten|Senden|Dieses Gespräch ist beendet.|Thema:",
    "ar": "الرئيسية|العالم|السياسة|العلوم|الثقافة|الرياضة|الأخبار|الأحدث|الأكثر قراءة|بقلم|محدث|"
    "وسوم:|رد|ردا على|إظهار التعليق|إخفاء التعليق|تعليقات أخرى|تعليقات جديدة|ردود أخرى|"
    "كل التعليقات|علق عبر الفانوس|علق عبر فيسبوك|نقاش|تابع|قواعد|علق|أضف|تعديل|حذف|"
    "حذف هذا التعليق.|نحتفظ ببعض الفتات.|موافق|رابط قصير|المزيد|دردشة|رسائل سابقة|إرسال|"
    "أغلقت الدردشة.|موضوع:",
    "zh": "首页|世界|政治|科学|文化|体育|新闻|最新|最多阅读|作者|更新|标签:|回复|回复给|"
    "显示评论|隐藏评论|更多评论|新评论|更多回复|所有评论|用灯笼评论|用脸书评论|讨论|关注|规则|评论|添加|编辑|删除|此评论已删除。|"
    "我们保留一些碎屑。|同意|短链接|加载更多|聊天|更早的消息|发送|聊天已关闭。|主题:",
}


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One edition: what differs from one language to the next."""

    code: str
    language: str
    """BCP 47, and the key of the invented words."""
    zone: ZoneInfo
    """The zone of printed times and of the days in URLs."""
    first_id: int
    """The first article's id; German ids are a digit shorter than all others."""
    rtl: bool = False

    @property
    def label(self) -> dict[str, str]:
        """Words of the page: buttons, headings, names of sections."""
        return dict(zip(KEYS.split("|"), WORDS[self.language].split("|"), strict=True))


EDITIONS = {
    edition.code: edition
    for edition in (
        Edition(code="en", language="en", zone=ZoneInfo("UTC"), first_id=1081230017),
        Edition(
            code="ar", language="ar", zone=ZoneInfo("Europe/Moscow"), first_id=1047130021, rtl=True
        ),
        Edition(code="cn", language="zh", zone=ZoneInfo("Asia/Shanghai"), first_id=1032630043),
        Edition(code="de", language="de", zone=ZoneInfo("Europe/Berlin"), first_id=328130009),
    )
}
