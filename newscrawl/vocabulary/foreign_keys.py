"""Keys of JSON in other languages than English, as programmers write them: without accents."""

from newscrawl.vocabulary.names import word_set

TEXT = word_set(
    "texto texte inhalt nachricht beitrag mensaje contenido cuerpo contenu corps mensagem"
    " conteudo corpo messaggio testo contenuto tekst inhoud bericht wiadomosc tresc zawartosc"
    " zprava obsah sprava сообщение текст содержание содержимое повідомлення зміст"
    " паведамленне съобщение съдържание poruka sadrzaj besedilo vsebina sporocilo порука"
    " садржај metin icerik mesaj meddelande innehall melding innhold besked indhold teksti"
    " viesti sisalto szoveg uzenet tartalom continut κειμενο μηνυμα περιεχομενο keimeno نص"
    " محتوى متن پیام محتوا טקסט תוכן הודעה noidung isi pesan teks 内容 內容 正文 文本 本文"
    " メッセージ 내용 본문 메시지 पाठ संदेश ข้อความ เนื้อหา tekstas turinys zinute teksts zina"
    " saturs sisu sonum metn мәтін matn мазмун матн neirong honbun naiyo soobshchenie"
    " soderzhanie obsahu telo"
)
CREATED = word_set(
    "fecha hora creado creada publicado publicada data criado criada datum zeit uhrzeit"
    " zeitpunkt erstellt veroffentlicht veroeffentlicht geschrieben heure cree creee publie"
    " publiee ecrit horodatage creato creata ora pubblicato tijd tijdstip geplaatst gemaakt"
    " czas utworzono dodano opublikowano cas vytvoreno vytvorene pridano дата время создано"
    " создан опубликовано добавлено час створено vrijeme vreme време kreirano objavljeno"
    " ustvarjeno tarih tarihi zaman tid tidpunkt skapad tidspunkt opprettet oprettet aika"
    " paivays paivamaara luotu ido kelt letrehozva ημερομηνια imerominia تاريخ التاريخ وقت"
    " الوقت تاریخ زمان תאריך זמן ngay thoigian tanggal waktu 日期 时间 時間 日時 投稿日"
    " 投稿日時 날짜 시간 작성일 등록일 दिनांक समय तारीख วันที่ เวลา laikas sukurta datums"
    " laiks kuupaev aeg tarix vaxt күні уақыты sana vaqt күнү сана riqi shijian vremya sozdano"
)
AUTHOR = word_set(
    "autor autora autore auteur auteure autrice nutzer nutzerin benutzer verfasser absender"
    " kommentator mitglied usuario usuaria miembro remitente utilisateur utilisatrice membre"
    " expediteur utilizador membro remetente utente mittente gebruiker afzender lid uzytkownik"
    " nadawca uzivatel odesilatel pouzivatel автор пользователь юзер участник користувач"
    " карыстальнік потребител корисник korisnik uporabnik avtor kullanici yazar gonderen uye"
    " anvandare forfattare bruker forfatter bruger kayttaja kirjoittaja felhasznalo szerzo iro"
    " χρηστης συντακτης xristis كاتب الكاتب مستخدم المستخدم صاحب کاربر نویسنده משתמש כותב מחבר"
    " nguoidung tacgia pengguna penulis pengirim 用户 用戶 作者 评论者 評論者 投稿者 ユーザー"
    " 著者 사용자 작성자 글쓴이 उपयोगकर्ता लेखक ผู้ใช้ ผู้เขียน naudotojas vartotojas autorius"
    " lietotajs autors kasutaja istifadeci muellif пайдаланушы foydalanuvchi muallif"
    " колдонуучу yonghu zuozhe polzovatel"
)
NAME = word_set(
    "nombre nome naam imie nazwa nazwisko jmeno prezdivka meno prezyvka имя ник никнейм імя"
    " нік име ime nadimak isim adi rumuz namn smeknamn navn kallenavn nimi nimimerkki nev"
    " becenev nume porecla ονομα onoma ψευδωνυμο اسم الاسم نام שם כינוי ten nama 名字 姓名"
    " 昵称 暱稱 名前 ニックネーム 이름 닉네임 별명 नाम ชื่อ vardas slapyvardis vards aty есім"
    " ism аты nicheng xingming imya prenom vorname nachname pseudonyme apodo apelido"
    " soprannome bijnaam alias"
)
PARENT = word_set(
    "padre madre pai elternteil vorgaenger uebergeordnet bezug antwort reponse repond"
    " respuesta responde resposta risposta antwoord odpowiedz nadrzedny odpoved nadrazeny"
    " rodic родитель родительский ответ відповідь батько адказ отговор одговор odgovor"
    " roditelj nadreden ebeveyn ust yanit cevap svar foralder overordnet vanhempi vastaus"
    " valasz szulo raspuns parinte απαντηση γονεας رد والد پاسخ הורה traloi balasan induk 父"
    " 父级 上级 回复 回覆 親 返信 返信先 부모 상위 답글 उत्तर जवाब atsakymas tevas atbilde"
    " vecaks vastus vanem cavab жауап javob жооп huifu fuji otvet roditel"
)
REPLIES = word_set(
    "antworten reponses respuestas respostas risposte antwoorden odpowiedzi odpovedi ответы"
    " відповіді адказы отговори одговори odgovori yanitlar cevaplar vastaukset valaszok"
    " raspunsuri απαντησεις ردود الردود پاسخها phanhoi balasan 回复 回覆 返信 답글 대댓글"
    " उत्तर atsakymai atbildes vastused cavablar жауаптар javoblar hijos enfants filhos figli"
    " dzieci potomci kinder"
)
COMMENTS = word_set(
    "kommentare kommentar commentaire commentaires comentario comentarios comentari commento"
    " commenti reactie reacties komentarz komentarze komentar komentare komentari komentarji"
    " комментарий комментарии коментар коментарі коментари каментар каментары yorum yorumlar"
    " yorumlari kommentarer kommentti kommentit hozzaszolas hozzaszolasok kommentek comentariu"
    " comentarii σχολιο σχολια sxolia تعليق تعليقات التعليقات نظر نظرات دیدگاه دیدگاهها תגובה"
    " תגובות binhluan 评论 評論 留言 跟帖 コメント 댓글 टिप्पणी टिप्पणियाँ ความคิดเห็น"
    " komentaras komentarai komentars kommentaar kommentaarid serh serhler пікір пікірлер izoh"
    " izohlar пикир пикирлер шарҳ kommentarii kommentariy otzyv otzyvy отзыв отзывы opinie"
    " opinioni opiniones meinungen leserbriefe pinglun liuyan"
)
UP = word_set(
    "gefaellt zustimmung aime jaime gusta megusta curtidas gosto mipiace leuk polubienia"
    " lajki нравится лайки лайк подобається begeni begenme gilla tykkaykset tetszik إعجاب پسند"
    " לייק 赞 点赞 讚 いいね 좋아요 추천 thich suka plusy hlasy"
)
DOWN = word_set("ablehnung nogusta nonmipiace minusy дизлайки begenmeme عدم 踩 싫어요 비추천")
TITLE = word_set(
    "titel titre titulo titolo tytul nadpis nazov titulek заголовок заглавие наслов naslov"
    " baslik rubrik overskrift otsikko cim titlu τιτλος titlos عنوان العنوان כותרת 标题 標題"
    " タイトル 제목 शीर्षक หัวข้อ tieude judul pavadinimas virsraksts pealkiri basliq такырып"
    " sarlavha"
)
SHUT = word_set(
    "geschlossen gesperrt deaktiviert ferme fermee fermes verrouille desactive cerrado cerrada"
    " bloqueado desactivado chiuso chiusa fechado fechada encerrado encerrada gesloten zamkniete"
    " zamkniety zablokowane stangd stangt stengt lukket suljettu kapali uzavreno uzamceno lezart"
    " lezarva inchis inchise закрыт закрыта закрыто закрыты закритий закрито"
    " 关闭 已关闭 關閉"
)
OPEN = word_set(
    "offen geoffnet aktiv aktiviert ouvert ouverte ouverts actif abierto abierta activo aperto"
    " aperta aberto aberta otwarte otwarty acik avoin apen oppen otevreno nyitott deschis"
    " открыт открыта открыто открыты 开放"
)
STATE = word_set(
    "zustand statut etat estado stato stan stav tila durum stare статус состояние 状态"
)
