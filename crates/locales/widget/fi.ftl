### Finnish

## Controls: what a control is called is what it shows.

continue = Jatka
unlock = Avaa lukitus
start = Aloita
send = Lähetä
cancel = Keskeytä vastaus
end = Lopeta
keep = Jatka keskustelua
submit = Lähetä
again = Aloita alusta
retry = Yritä uudelleen
download = Lataa keskustelun teksti
download-doubt = Jos tiedostoa ei tallentunut, keskustelun ympärillä oleva sivu ei salli sitä.
new-messages = Uusia viestejä
latest = Viimeisimmät viestit
copy = Kopioi
copied = Kopioitu
name = Nimi
email = Sähköposti
passcode = Pääsykoodi
message = Viesti
comment = Kommentti (valinnainen)

## Before the conversation

loading = Ladataan
loading-long = Tämä kestää tavallista kauemmin.
conversation = Keskustelu
saved-notice = Tämä keskustelu tallennetaan.
recorded-notice = Tämä keskustelu tallennetaan ja nauhoitetaan.
anew = Aiempaa keskustelua ei voitu jatkaa tässä. Tämä on uusi keskustelu.
by-text = Kirjoittamalla
saved = Tallennetaan
recorded = Nauhoitetaan
ai-answers = Tekoäly vastaa
up-to-minutes = { $minutes ->
    [one] Enintään { $minutes } minuutti
   *[other] Enintään { $minutes } minuuttia
}
accept-both = Hyväksyn { $terms } ja { $privacy }.
accept-terms = Hyväksyn { $terms }.
accept-privacy = Hyväksyn { $privacy }.
terms = käyttöehdot
privacy = tietosuojaselosteen
accept-missing = Jatka rastittamalla ruutu.
locked-title = Tämä keskustelu on yksityinen
locked-sentence = Avaa se saamallasi linkillä.
paid-title = Tämä keskustelu on maksullinen
paid-sentence = Avaa se ostoksesi mukana tulleella linkillä.
closed-title = Tämä keskustelu ei ole nyt avoinna
opens = Se avautuu { $date }.
closed-since = Se sulkeutui { $date }.
passcode-title = Anna pääsykoodi
passcode-sentence = Saat sen siltä, joka kutsui sinut.
passcode-missing = Anna pääsykoodi.
passcode-wrong = Pääsykoodi ei ole oikea. Tarkista se ja yritä uudelleen.
name-missing = Kirjoita nimesi.
too-long = { $count ->
    [one] Kirjoita enintään { $count } merkki.
   *[other] Kirjoita enintään { $count } merkkiä.
}
email-missing = Kirjoita sähköpostiosoitteesi.
email-space = Sähköpostiosoitteessa ei ole välilyöntejä.
email-no-at = Sähköpostiosoitteessa on @-merkki, esimerkiksi name@example.com.
email-two-ats = Sähköpostiosoitteessa on vain yksi @-merkki.
email-partial = Kirjoita koko osoite, esimerkiksi name@example.com.

## The state, beside the avatar

connecting = Yhdistetään…
idle = Sinun vuorosi
listening = Kuuntelee…
thinking = Miettii…
speaking = Kirjoittaa…
reconnecting = Yhdistetään uudelleen…
stopping = Lopetetaan…
interrupted = Keskeytetty

## The conversation

you = Sinä
agent = Tekoälyagentti
sending = Lähetetään…
not-sent = Ei lähetetty.
queued = Lähetetään, kun vastaus päättyy
take-back = Ota takaisin
cut = Keskeytetty tähän
using-tool = Käytössä: { $tool }
used-tool = Käytetty: { $tool }
tool-input = Pyydetty
tool-result = Tulos
choices = Ehdotetut vastaukset
choices-count = { $count ->
    [one] { $count } ehdotettu vastaus
   *[other] { $count } ehdotettua vastausta
}
elapsed = Kulunut aika
time-left = { $time } jäljellä
minutes-left = { $minutes ->
    [one] { $minutes } minuutti jäljellä.
   *[other] { $minutes } minuuttia jäljellä.
}
time-up = Aika on päättynyt.
unsent-draft = Olit kirjoittanut tämän, mutta et lähettänyt sitä:
characters-left = { $count ->
    [one] { $count } merkki jäljellä
   *[other] { $count } merkkiä jäljellä
}
characters-over = { $count ->
    [one] { $count } merkki liikaa
   *[other] { $count } merkkiä liikaa
}
table = Taulukko
show-rest = Näytä loput

## Afterwards

review-title = Lähetetäänkö keskustelu?
review-sentence = Keskustelu on päättynyt. Viimeistele lähettämällä se.
minutes = { $minutes ->
    [one] minuutti
   *[other] minuuttia
}
messages = { $count ->
    [one] viesti
   *[other] viestiä
}
your-words = { $count ->
    [one] sana sinulta
   *[other] sanaa sinulta
}
your-share = sinun osuutesi
your-questions = { $count ->
    [one] kysymys sinulta
   *[other] kysymystä sinulta
}
fillers = { $count ->
    [one] täytesana
   *[other] täytesanaa
}
thanks-title = Kiitos
thanks-sentence = Keskustelu on päättynyt ja lähetetty. Voit sulkea tämän sivun.
submitting = Keskustelua lähetetään…
results-title = Tuloksesi
analyzing = Keskustelua luetaan. Tämä kestää hetken.
results-failed = Keskustelu lähetettiin, mutta sitä ei voitu arvioida. Voit silti ladata keskustelun tekstin.
out-of-ten = { $score } / 10
score = Pisteet
score-measured = Mitattu: kuinka suuri osa haetuista asioista tuli esiin keskustelussa.
score-judged = Kielimallin arvio koko keskustelusta.
report-card = Arviointi
topic = Aihe
note = Huomio
strengths = Vahvuudet
weaknesses = Kehitettävää
next-steps = Seuraavat askeleet
in-numbers = Lukuina
transcript = Keskustelun teksti
powered-by = Palvelun tarjoaa { $name }

## Failures: what happened, and then what to do about it

offline-what = Verkkoyhteys näyttää puuttuvan.
offline-advice = Tarkista yhteytesi ja yritä uudelleen.
unreachable-what = Keskusteluun ei saatu yhteyttä.
unreachable-advice = Yritä uudelleen; jos ongelma toistuu, palaa hieman myöhemmin.
refused-what = Pääsyäsi ei hyväksytty.
refused-advice = Se on ehkä vanhentunut; pyydä uusi linkki.
missing-what = Tätä keskustelua ei ole olemassa.
missing-advice = Tarkista osoite tai kysy siltä, jolta sait sen.
busy-what = Liian moni kysyy yhtä aikaa.
busy-advice = Odota hetki ja yritä uudelleen.
busy-seconds = { $seconds ->
    [one] Yritä uudelleen { $seconds } sekunnin kuluttua.
   *[other] Yritä uudelleen { $seconds } sekunnin kuluttua.
}
rejected-what = Tätä ei voitu hyväksyä.
rejected-advice = Muuta sitä ja yritä uudelleen.
agent-what = Vastausta ei saatu valmiiksi.
agent-advice = Yritä hetken kuluttua uudelleen.
protocol-what = Vastausta ei voitu tulkita.
protocol-advice = Lataa sivu uudelleen; jos ongelma toistuu, kerro sivuston ylläpidolle.
load-what = Keskustelua ei voitu ladata.
policy-what = Tämä sivu ei salli keskustelun aloittamista.
unsupported-what = Tämä selain on liian vanha keskustelua varten.
crash-what = Keskustelu pysähtyi virheen vuoksi.
no-script = Tämä keskustelu vaatii JavaScriptin.

## Only in conversations with other systems

conversations = Keskustelut
details = Tiedot
close = Sulje
new = Uusi keskustelu
delete = Poista
delete-sure = Poistetaanko ”{ $title }” pysyvästi?
delete-keep = Säilytä
good = Hyvä vastaus
bad = Huono vastaus
open-image = Avaa kuva
open-audio = Avaa äänite
open-file = Avaa tiedosto
unread = { $count ->
    [one] { $count } uusi viesti
   *[other] { $count } uutta viestiä
}
rated = Kiitos palautteestasi.
untitled = Keskustelu
current = Avoinna nyt
no-conversations = Aiempia keskusteluja ei ole.
person = Nyt vastaa ihminen
person-left = Tekoälyagentti vastaa jälleen.
person-coming = Sinut yhdistetään ihmiselle.
person-ended = Keskustelu ihmisen kanssa on päättynyt.
person-absent = Kukaan ei ole juuri nyt vapaana jatkamaan.
waiting = Odottaa vastaustasi
answer-hint = Vastauksesi
closed-hint = Valitse vastaus
cards = Ehdotukset
status-sent = Lähetetty
status-delivered = Toimitettu
status-read = Luettu
status-not-sent = Ei toimitettu
from-to = { $sender } → { $receiver }
doing = Työn alla: { $what }
did = Valmis: { $what }
reasoning = Pohtii asiaa…
reasoned = Asia pohdittu
state = Mitä tekoälyagentti pitää mielessään
summary = Yhteenveto
on = Päällä
off = Pois päältä
