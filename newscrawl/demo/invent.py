"""Invented words, readers and threads: the same seed always gives the same ones."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

WORDS = {
    "en": (
        "the harbour council lantern orchard weather ferry bakery quietly a festival bridge new "
        "gardeners plan paints seven boats before winter and nobody minds because rain market song"
    ),
    "de": (
        "der Hafen Stadtrat Laterne Garten Wetter Fähre Bäckerei leise ein Fest Brücke neu Gärtner "
        "planen sieben Boote vor dem Winter und niemand stört es weil Regen Markt Lied Straße"
    ),
    "ru": (
        "гавань совет фонарь сад погода паром пекарня тихо праздник мост новый садовники план "
        "красят семь лодок до зимы и никто не против потому что дождь рынок песня"
    ),
    "ar": (
        "الميناء المجلس الفانوس البستان الطقس العبارة المخبز بهدوء مهرجان الجسر جديد خطة سبعة "
        "قوارب قبل الشتاء ولا أحد يمانع لأن المطر السوق أغنية"
    ),
    "zh": (
        "港口 市议会 灯笼 果园 天气 渡轮 面包店 安静 节日 桥梁 新的 园丁 计划 七条船 "
        "冬天 之前 市场 歌曲"
    ),
}
NAMES = {
    "en": "Ada Quill,Bram Fenwick,Cleo Marsh,Dov Tarn,Esme Rook,Finn Hollow,Gil Ashby,Hana Pell",
    "de": "Jörg Anger,Käthe Moos,Lutz Heide,Mila Förde,Nele Bruch,Otto Wehr,Pia Düne,Ruth Anger",
    "ru": "Аля Верба,Боря Клён,Вера Лунь,Глеб Омут,Дина Роща,Егор Плёс,Жанна Кедр,Зоя Верба",
    "ar": "سمر النخيل,رامي الوادي,ليلى الغدير,نور السدر,هاني الربيع,دانة الموج",
    "zh": "柳溪,竹影,松石,梅雨,兰舟,荷风",
}


@dataclass(kw_only=True)
class Post:
    """One invented comment."""

    id: int
    parent: int | None
    author: str | None
    text: str
    """Plain text; `\\n` is a line break a reader typed."""
    created: datetime
    """UTC, whole seconds."""
    likes: int
    deleted: bool = False


def sentence(rng: Random, language: str = "en", words: int = 9) -> str:
    """Return a sentence of invented news in one of the languages of `WORDS`."""
    picked = [rng.choice(WORDS[language].split()) for _ in range(words)]
    text = ("" if language == "zh" else " ").join(picked)
    return text[:1].upper() + text[1:] + ("。" if language == "zh" else ".")


def name(rng: Random, language: str = "en") -> str:
    """Return the name of a reader who does not exist."""
    return rng.choice(NAMES[language].split(","))


def thread(
    rng: Random, count: int, start: datetime, *, language: str = "en", first_id: int = 1
) -> list[Post]:
    """Return `count` comments, oldest first, with replies on replies up to four levels.

    A long thread has every kind of trouble: several comments in the same second, emoji, Arabic,
    markup and entities in the text, line breaks, a missing author, a deleted comment.
    """
    posts: list[Post] = []
    moment = start
    for number in range(count):
        # About one in six shares its second with the comment before it.
        moment += timedelta(seconds=0 if number and rng.random() < 0.16 else rng.randint(1, 900))
        level = {post.id: _depth(posts, post) for post in posts[-40:]}
        open_ = [post for post in posts[-40:] if level[post.id] < 4 and not post.deleted]
        parent = rng.choice(open_).id if open_ and rng.random() < 0.45 else None
        posts.append(
            Post(
                id=first_id + number,
                parent=parent,
                author=None if number % 23 == 11 else name(rng, language),
                text=_words(rng, language, number),
                created=moment,
                likes=rng.choice([0, 0, 1, 2, 5, 13, 144]),
                deleted=number % 37 == 17,
            )
        )
    return posts


def _depth(posts: list[Post], post: Post) -> int:
    by_id = {one.id: one for one in posts}
    depth = 0
    while post.parent is not None:
        post, depth = by_id[post.parent], depth + 1
    return depth


def _words(rng: Random, language: str, number: int) -> str:
    # The number makes texts distinct, so that a test sees which comment is missing.
    text = f"{sentence(rng, language, rng.randint(4, 16))} №{number}"
    extra = {
        3: "\U0001f600\U0001f1f3\U0001f1f4 👩‍👩‍👧",
        5: "مرحبا بالعالم \u200f1\u200f",
        7: 'if a < b && c > d then "quote" & <b>not bold</b>',
        9: "first line\nsecond line\n\nafter a blank line",
        13: "&amp; &lt;script&gt;alert(1)&lt;/script&gt;",
        16: "naïve café — “curly” … ﬁ",
    }.get(number % 20)
    return f"{text} {extra}" if extra else text
