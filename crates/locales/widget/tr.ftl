### Turkish

## Controls: what a control is called is what it shows.

continue = Devam et
unlock = Kilidi aç
start = Başlat
send = Gönder
cancel = Yanıtı durdur
end = Bitir
keep = Konuşmaya devam et
submit = Teslim et
again = Yeniden başla
retry = Tekrar dene
download = Görüşme dökümünü indir
download-doubt = Dosya kaydedilmediyse bu görüşmenin bulunduğu sayfa buna izin vermiyordur.
new-messages = Yeni mesajlar
latest = En son mesajlar
copy = Kopyala
copied = Kopyalandı
name = Ad
email = E-posta
passcode = Giriş kodu
message = Mesaj
comment = Yorum (isteğe bağlı)

## Before the conversation

loading = Yükleniyor
loading-long = Bu, normalden uzun sürüyor.
conversation = Görüşme
saved-notice = Bu görüşme saklanıyor.
recorded-notice = Bu görüşme saklanıyor ve kayda alınıyor.
anew = Önceki görüşmenize burada devam edilemedi. Bu yeni bir görüşme.
by-text = Yazılı
saved = Saklanıyor
recorded = Kayda alınıyor
ai-answers = Yapay zekâ yanıtlıyor
up-to-minutes = { $minutes ->
    [one] En fazla { $minutes } dakika
   *[other] En fazla { $minutes } dakika
}
accept-both = İlgili { $terms } ve { $privacy } kabul ediyorum.
accept-terms = İlgili { $terms } kabul ediyorum.
accept-privacy = İlgili { $privacy } kabul ediyorum.
terms = kullanım koşullarını
privacy = gizlilik politikasını
accept-missing = Devam etmek için kutuyu işaretleyin.
locked-title = Bu görüşme özeldir
locked-sentence = Size verilen bağlantıyla açın.
paid-title = Bu görüşme ücretlidir
paid-sentence = Satın alma işleminizle gelen bağlantıyla açın.
closed-title = Bu görüşme şu anda açık değil
opens = Açılış: { $date }.
closed-since = Kapandığı tarih: { $date }.
passcode-title = Giriş kodunu girin
passcode-sentence = Kodu sizi davet eden kişiden öğrenebilirsiniz.
passcode-missing = Giriş kodunu girin.
passcode-wrong = Giriş kodu yanlış. Kontrol edip tekrar deneyin.
name-missing = Adınızı girin.
too-long = { $count ->
    [one] En fazla { $count } karakter girin.
   *[other] En fazla { $count } karakter girin.
}
email-missing = E-posta adresinizi girin.
email-space = E-posta adresinde boşluk olmaz.
email-no-at = E-posta adresinde @ bulunur; örneğin name@example.com.
email-two-ats = E-posta adresinde yalnızca bir @ bulunur.
email-partial = Adresin tamamını girin; örneğin name@example.com.

## The state, beside the avatar

connecting = Bağlanıyor…
idle = Sıra sizde
listening = Dinliyor…
thinking = Düşünüyor…
speaking = Yazıyor…
reconnecting = Yeniden bağlanıyor…
stopping = Bitiriliyor…
interrupted = Kesildi

## The conversation

you = Siz
agent = Yapay zekâ asistanı
sending = Gönderiliyor…
not-sent = Gönderilmedi.
queued = Yanıt bitince gönderilecek
take-back = Geri al
cut = Burada durduruldu
using-tool = { $tool } kullanılıyor
used-tool = { $tool } kullanıldı
tool-input = İstek
tool-result = Sonuç
choices = Önerilen yanıtlar
choices-count = { $count ->
    [one] { $count } önerilen yanıt
   *[other] { $count } önerilen yanıt
}
elapsed = Geçen süre
time-left = { $time } kaldı
minutes-left = { $minutes ->
    [one] { $minutes } dakika kaldı.
   *[other] { $minutes } dakika kaldı.
}
time-up = Süre doldu.
unsent-draft = Bunu yazmış ama göndermemiştiniz:
characters-left = { $count ->
    [one] { $count } karakter kaldı
   *[other] { $count } karakter kaldı
}
characters-over = { $count ->
    [one] { $count } karakter fazla
   *[other] { $count } karakter fazla
}
table = Tablo
show-rest = Kalanını göster

## Afterwards

review-title = Teslim etmeye hazır mısınız?
review-sentence = Görüşme sona erdi. Tamamlamak için teslim edin.
minutes = { $minutes ->
    [one] dakika
   *[other] dakika
}
messages = { $count ->
    [one] mesaj
   *[other] mesaj
}
your-words = { $count ->
    [one] sözcüğünüz
   *[other] sözcüğünüz
}
your-share = sizin payınız
your-questions = { $count ->
    [one] sorunuz
   *[other] sorunuz
}
fillers = { $count ->
    [one] dolgu sözcüğü
   *[other] dolgu sözcüğü
}
thanks-title = Teşekkürler
thanks-sentence = Görüşme sona erdi ve teslim edildi. Bu sayfayı kapatabilirsiniz.
submitting = Görüşmeniz teslim ediliyor…
results-title = Sonuçlarınız
analyzing = Görüşme inceleniyor. Bu biraz sürebilir.
results-failed = Görüşme teslim edildi ancak değerlendirilemedi. Görüşme dökümünü yine de indirebilirsiniz.
out-of-ten = { $score } / 10
score = Puan
score-measured = Ölçüldü: arananların ne kadarının görüşmede geçtiği.
score-judged = Görüşmenin tamamına bakılarak bir dil modeli tarafından değerlendirildi.
report-card = Değerlendirme
topic = Konu
note = Açıklama
strengths = Güçlü yönler
weaknesses = Geliştirilecek yönler
next-steps = Sonraki adımlar
in-numbers = Rakamlarla
transcript = Görüşme dökümü
powered-by = Altyapı: { $name }

## Failures: what happened, and then what to do about it

offline-what = Çevrimdışı görünüyorsunuz.
offline-advice = Bağlantınızı kontrol edip tekrar deneyin.
unreachable-what = Görüşmeye ulaşılamadı.
unreachable-advice = Tekrar deneyin; sorun sürerse biraz sonra yeniden gelin.
refused-what = Erişiminiz kabul edilmedi.
refused-advice = Süresi dolmuş olabilir; yeni bir bağlantı isteyin.
missing-what = Böyle bir görüşme yok.
missing-advice = Adresi kontrol edin veya size veren kişiye sorun.
busy-what = Aynı anda çok fazla kişi soru soruyor.
busy-advice = Biraz bekleyip tekrar deneyin.
busy-seconds = { $seconds ->
    [one] { $seconds } saniye sonra tekrar deneyin.
   *[other] { $seconds } saniye sonra tekrar deneyin.
}
rejected-what = Bu kabul edilemedi.
rejected-advice = Değiştirip tekrar deneyin.
agent-what = Yanıt tamamlanamadı.
agent-advice = Birazdan tekrar deneyin.
protocol-what = Yanıt anlaşılamadı.
protocol-advice = Sayfayı yeniden yükleyin; sorun sürerse siteyi yönetenlere bildirin.
load-what = Görüşme yüklenemedi.
policy-what = Bu sayfa görüşmenin başlamasına izin vermiyor.
unsupported-what = Bu tarayıcı görüşme için çok eski.
crash-what = Görüşme bir hata nedeniyle durdu.
no-script = Bu görüşme için JavaScript gerekir.

## Only in conversations with other systems

conversations = Görüşmeler
details = Ayrıntılar
close = Kapat
new = Yeni görüşme
delete = Sil
delete-sure = “{ $title }” kalıcı olarak silinsin mi?
delete-keep = Kalsın
good = İyi yanıt
bad = Kötü yanıt
open-image = Resmi aç
open-audio = Kaydı aç
open-file = Dosyayı aç
unread = { $count ->
    [one] { $count } yeni mesaj
   *[other] { $count } yeni mesaj
}
rated = Geri bildiriminiz için teşekkürler.
untitled = Görüşme
current = Şu anda açık
no-conversations = Önceki görüşme yok.
person = Şimdi bir yetkili yanıtlıyor
person-left = Yeniden yapay zekâ asistanı yanıtlıyor.
person-coming = Bir yetkiliye bağlanıyorsunuz.
person-ended = Yetkiliyle görüşme sona erdi.
person-absent = Şu anda devralabilecek kimse yok.
waiting = Yanıtınız bekleniyor
answer-hint = Yanıtınız
closed-hint = Bir yanıt seçin
cards = Öneriler
status-sent = Gönderildi
status-delivered = İletildi
status-read = Okundu
status-not-sent = İletilmedi
from-to = Gönderen: { $sender }, alıcı: { $receiver }
doing = Üzerinde çalışılıyor: { $what }
did = Tamamlandı: { $what }
reasoning = Enine boyuna düşünüyor…
reasoned = Enine boyuna düşündü
state = Yapay zekâ asistanının aklında tuttukları
summary = Özet
on = Açık
off = Kapalı
