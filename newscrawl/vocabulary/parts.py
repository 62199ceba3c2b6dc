"""What names inside a comment's row may mean: author, date, text, votes, ids, furniture."""

from newscrawl.vocabulary.names import word_set

AUTHOR = word_set(
    "author fn commenter user username nick nickname name displayname poster autor auteur autore"
    " writer member login screenname authorname commentauthor commentername byline cite"
    " benutzer benutzername nutzer nutzername verfasser absender usuario usuaria utilisateur pseudo"
    " pseudonyme nom nome utente gebruiker gebruikersnaam naam uzytkownik imie uzivatel jmeno"
    " prezdivka pouzivatel korisnik ime nadimak uporabnik kullanici yazar isim anvandare namn"
    " bruker brukernavn bruger brugernavn navn kayttaja nimimerkki nimi felhasznalo utilizator nume"
    " avtor"
)
NOT_AUTHOR = word_set(
    "avatar image img photo pic picture badge role rank info box list actions tools bio count icon"
    " level reply title status label initials thumb says id section content url location vote votes"
    " voting like likes report share button btn form"
)
DATE = word_set(
    "date time datetime timestamp ago posted published pubdate datum fecha hora created since"
    " commentdate commenttime dateline createdat timeago"
    " zeit uhrzeit zeitpunkt heure horodatage tijd tijdstip czas vrijeme vreme tarih tarihi"
    " tidspunkt tidpunkt paivays aika idopont"
)
TEXT = word_set(
    "content text copy message msg texto inhalt contenido contenu commenttext commentcontent"
    " commentmessage usertext markdown postbody tekst testo"
    " nachricht texte mensaje cuerpo mensagem conteudo messaggio contenuto inhoud wiadomosc tresc"
    " obsah zprava sprava sadrzaj poruka vsebina icerik metin mesaj innehall meddelande innhold"
    " melding indhold besked teksti viesti szoveg uzenet continut"
)
LOOKS = word_set(
    "right left center centre muted small sm xs lg md xl end start danger bold primary"
    " secondary gray"
    " grey white black light dark uppercase lowercase nowrap truncate input field area link color"
    " align decoration size font base"
)
"""Beside `text`, words of style sheets: `text-right` holds no text."""
AROUND = word_set("wrapper wrap wrapped container outer box holder")
"""Beside `content`, words of what stands around the text."""
BODY = word_set("body entry description commentbody main block paragraph core desc")
FURNITURE = word_set(
    "reply replies action actions tools toolbar vote votes voting like likes dislike rating share"
    " report flag avatar permalink signature sig edit moderation awaiting badge respond buttons"
    " controls score karma says edited toggle replylink replyto dropdown tooltip spam abuse"
    " recommend upvote downvote thumbs social links"
)
META = word_set(
    "meta metadata header head footer foot info details heading commentmeta commentmetadata"
)
NOT_DATE = word_set("edit edited update updated modified reply avatar")
ID = word_set("id uuid guid key cid uid oid hash permalink number nr")
NOT_ID = word_set(
    "parent root author user member avatar time date timestamp created updated position index idx"
    " order posinset level depth href src url action write expand style label labelledby"
    " count votes score likes title text reactid"
)
PARENT = word_set("parent parentid reply replyto re inreplyto pid answer answers answered response")
NOT_PARENT = word_set("root count url author user name level depth")
SCORES = frozenset(["points", "score", "upvotes", "likes", "rating", "karma"])
UP = frozenset(["up", "upvote", "upvotes", "like", "likes", "plus", "positive", "recommend"])
DOWN = frozenset(["down", "downvote", "downvotes", "dislike", "dislikes", "minus", "negative"])
AMOUNT = frozenset(["count", "counter", "number", "num", "votes", "value", "score", "total"])
