### Turkish

## Results of a conversation, from measured figures

nothing-said = Hiçbir şey söylenmedi, bu yüzden ölçülecek bir şey yok.
measured = Bu sonuçlar değerlendirme değil, ölçümdür: { $turns } içinde { $words } söylediniz; konuşmadaki payınız { $percent }.
count-words = { $count ->
    [one] { $count } sözcük
   *[other] { $count } sözcük
}
count-turns = { $count ->
    [one] { $count } söz alış
   *[other] { $count } söz alış
}
criteria-touched = { $total ->
    [one] Sözleriniz { $total } ölçütten { $touched } tanesine değindi.
   *[other] Sözleriniz { $total } ölçütten { $touched } tanesine değindi.
}
covered-well = Kullandığınız sözcüklere göre şunları iyi ele aldınız: { $topics }.
not-touched = Söyledikleriniz şunlara değinmedi: { $topics }.
not-touched-advice = Bir dahaki sefere şunları gösteren bir şey söyleyin: { $topics }.
touched-briefly = Şunlara yalnızca kısaca değindiniz: { $topics }.
touched-briefly-advice = Şunlar için bir örnek veya somut bir adım ekleyin: { $topics }.
balanced = Dengeli bir konuşma: sözcüklerdeki payınız { $percent }.
share-high = Sözcüklerdeki payınız { $percent }; bu, karşı tarafa az yer bırakıyor.
share-high-advice = Her noktadan sonra durun ve karşı tarafın ne düşündüğünü sorun.
share-low = Sözcüklerdeki payınız yalnızca { $percent }.
share-none = Sözcüklerin neredeyse hiçbiri sizin değildi.
share-low-advice = Daha çok söz alın: her yanıt için iki üç cümle.
answers-short = { $count ->
    [one] Yanıtlarınız kısaydı: ortalama { $count } sözcük.
   *[other] Yanıtlarınız kısaydı: ortalama { $count } sözcük.
}
answers-short-advice = Her yanıtla birlikte nedenini veya bir örnek verin.
answers-good = { $count ->
    [one] İyi uzunlukta yanıtlar: ortalama { $count } sözcük.
   *[other] İyi uzunlukta yanıtlar: ortalama { $count } sözcük.
}
answers-long = { $count ->
    [one] Yanıtlarınız uzundu: ortalama { $count } sözcük.
   *[other] Yanıtlarınız uzundu: ortalama { $count } sözcük.
}
answers-long-advice = Önce sonucu söyleyin, sonra en fazla iki gerekçe verin.
questions-none = Hiç soru sormadınız.
questions-none-advice = Karşı taraf için neyin önemli olduğunu öğrenmek üzere en az bir soru sorun.
questions-some = { $count ->
    [one] { $count } soru sordunuz.
   *[other] { $count } soru sordunuz.
}
fillers-some = { $count ->
    [one] { $count } dolgu sözcüğü; { $every } sözcükte bir.
   *[other] { $count } dolgu sözcüğü; { $every } sözcükte bir.
}
fillers-advice = Dolgu sözcüğü gelecek yerde kısa bir sessizlik bırakın.
fillers-none = Dolgu sözcüğü yok.

## What went wrong with an answer

agent-slow = Yanıt çok uzun sürdü.
agent-away = Yapay zekâ asistanına şu anda ulaşılamıyor.
agent-failed = Yapay zekâ asistanı yanıt veremedi.
message-long = { $count ->
    [one] İleti çok uzun: en fazla { $count } karakter.
   *[other] İleti çok uzun: en fazla { $count } karakter.
}
session-over = Bu konuşma sona erdi.
too-many = Şu anda burada çok fazla kişi konuşuyor.
