"""What a date on a page is of, by the words beside it: a publication, a change."""

import re

PUBLISHED = (
    "published|posted|publié|publicado|pubblicato|veröffentlicht|erstellt|gepostet|opublikowano"
    "|gepubliceerd|publisert|publicerad|опубликовано"
)
"""What is said of a text: with a date behind it, or with a name (`vocabulary/bylines.py`)."""
LABELLED = re.compile(
    rf"\b(?:{PUBLISHED}|erschienen|yayın\w*|datum|date|fecha|data)\b",
    re.IGNORECASE,
)
CHANGED = re.compile(
    r"updat|modif|edited|revised|corrected|geändert|änderung|aktualisier|bearbeitet|"
    r"mis à jour|mise à jour|actualizaci|atualizaç|"
    r"actualizad|atualizad|aggiornat|corretto|обновл[её]н|изменен|отредактирован|оновлен|змінен|"
    r"абноўлен|обновен|редактиран|güncelle|gewijzigd|bijgewerkt|opdateret|oppdatert|redigeret|"
    r"redigert|uppdaterad|ändrad|päivitetty|muokattu|zaktualizowan|aktualizac|aktualizov|"
    r"aktualizován|upraven|ažurirano|izmijenjeno|izmenjeno|posodobljeno|actualizat|frissít|módosít|"
    r"ενημερώθηκε|ενημέρωση|τροποποι|تحديث|تعديل|به.?روز.?رسانی|بروزرسانی|ویرایش|עודכן|עדכון|"
    r"更新|修改|修订|编辑于|改訂|編集|업데이트|수정|cập nhật|chỉnh sửa|अपडेट|अद्यतन|संशोधित|"
    r"diperbarui|diubah|อัปเดต|แก้ไข|yenilənib|atnaujint|atjaunin|жаңартылды|review|©|copyright",
    re.IGNORECASE,
)
"""What says that something was changed, by its first letters."""
FIRST_OR_LAST = (
    r"(?:last|first|originally|page|story|article|post|was|zuletzt|zuerst|erstmals|letzte[rs]?|"
    r"derni[èe]re?|[úu]ltim[ao]|laatste?|senast|sist|sidst|ostatni[ao]|последн\w+|son)"
)
LABEL = re.compile(
    rf"(?:{FIRST_OR_LAST}\s+){{0,2}}(?:(?:{CHANGED.pattern})\w*|{LABELLED.pattern})(?:\s+\w{{1,3}})?\W*",
    re.IGNORECASE,
)
"""What labels a date: "Last updated"."""
