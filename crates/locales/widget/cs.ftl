### Czech

## Controls: what a control is called is what it shows.

continue = Pokračovat
unlock = Odemknout
start = Začít
send = Odeslat
cancel = Zastavit odpověď
end = Ukončit
keep = Pokračovat
submit = Odevzdat
again = Začít znovu
retry = Zkusit znovu
download = Stáhnout přepis
download-doubt = Pokud se žádný soubor neuložil, stránka, ve které je tato konverzace vložená, to nepovoluje.
new-messages = Nové zprávy
latest = Nejnovější zprávy
copy = Kopírovat
copied = Zkopírováno
name = Jméno
email = E-mail
passcode = Přístupový kód
message = Zpráva
comment = Komentář (nepovinný)

## Before the conversation

loading = Načítání
loading-long = Trvá to déle než obvykle.
conversation = Konverzace
saved-notice = Tato konverzace se ukládá.
recorded-notice = Tato konverzace se ukládá a nahrává.
anew = V předchozí konverzaci zde nebylo možné pokračovat. Toto je nová.
by-text = Písemně
saved = Ukládá se
recorded = Nahrává se
ai-answers = Odpovídá AI
up-to-minutes = { $minutes ->
    [one] Nejvýše { $minutes } minuta
    [few] Nejvýše { $minutes } minuty
    [many] Nejvýše { $minutes } minuty
   *[other] Nejvýše { $minutes } minut
}
accept-both = Přijímám { $terms } a { $privacy }.
accept-terms = Přijímám { $terms }.
accept-privacy = Přijímám { $privacy }.
terms = podmínky použití
privacy = zásady ochrany osobních údajů
accept-missing = Chcete-li pokračovat, zaškrtněte políčko.
locked-title = Tato konverzace je soukromá
locked-sentence = Otevřete ji odkazem, který jste dostali.
paid-title = Tato konverzace je placená
paid-sentence = Otevřete ji odkazem, který jste dostali k nákupu.
closed-title = Tato konverzace teď není otevřená
opens = Otevře se { $date }.
closed-since = Uzavřela se { $date }.
passcode-title = Zadejte přístupový kód
passcode-sentence = Sdělí vám ho ten, kdo vás pozval.
passcode-missing = Zadejte přístupový kód.
passcode-wrong = Tento přístupový kód není správný. Zkontrolujte ho a zkuste to znovu.
name-missing = Zadejte své jméno.
too-long = { $count ->
    [one] Zadejte nejvýše { $count } znak.
    [few] Zadejte nejvýše { $count } znaky.
    [many] Zadejte nejvýše { $count } znaku.
   *[other] Zadejte nejvýše { $count } znaků.
}
email-missing = Zadejte svou e-mailovou adresu.
email-space = V e-mailové adrese nejsou mezery.
email-no-at = E-mailová adresa obsahuje znak @, například name@example.com.
email-two-ats = E-mailová adresa obsahuje jen jeden znak @.
email-partial = Zadejte celou adresu, například name@example.com.

## The state, beside the avatar

connecting = Připojuje se…
idle = Jste na řadě
listening = Poslouchá…
thinking = Přemýšlí…
speaking = Píše…
reconnecting = Znovu se připojuje…
stopping = Ukončuje se…
interrupted = Přerušeno

## The conversation

you = Vy
agent = AI agent
sending = Odesílání…
not-sent = Neodesláno.
queued = Odešle se po skončení odpovědi
take-back = Vzít zpět
cut = Zastaveno zde
using-tool = Používá se: { $tool }
used-tool = Použito: { $tool }
tool-input = Dotaz
tool-result = Výsledek
choices = Navrhované odpovědi
choices-count = { $count ->
    [one] { $count } navrhovaná odpověď
    [few] { $count } navrhované odpovědi
    [many] { $count } navrhované odpovědi
   *[other] { $count } navrhovaných odpovědí
}
elapsed = Dosavadní čas
time-left = Zbývá { $time }
minutes-left = { $minutes ->
    [one] Zbývá { $minutes } minuta.
    [few] Zbývají { $minutes } minuty.
    [many] Zbývá { $minutes } minuty.
   *[other] Zbývá { $minutes } minut.
}
time-up = Čas vypršel.
unsent-draft = Toto jste napsali, ale neodeslali:
characters-left = { $count ->
    [one] Zbývá { $count } znak
    [few] Zbývají { $count } znaky
    [many] Zbývá { $count } znaku
   *[other] Zbývá { $count } znaků
}
characters-over = { $count ->
    [one] Přebývá { $count } znak
    [few] Přebývají { $count } znaky
    [many] Přebývá { $count } znaku
   *[other] Přebývá { $count } znaků
}
table = Tabulka
show-rest = Zobrazit zbytek

## Afterwards

review-title = Chcete konverzaci odevzdat?
review-sentence = Konverzace skončila. Odevzdáním ji dokončíte.
minutes = { $minutes ->
    [one] minuta
    [few] minuty
    [many] minuty
   *[other] minut
}
messages = { $count ->
    [one] zpráva
    [few] zprávy
    [many] zprávy
   *[other] zpráv
}
your-words = { $count ->
    [one] vaše slovo
    [few] vaše slova
    [many] vašeho slova
   *[other] vašich slov
}
your-share = váš podíl
your-questions = { $count ->
    [one] vaše otázka
    [few] vaše otázky
    [many] vaší otázky
   *[other] vašich otázek
}
fillers = { $count ->
    [one] výplňové slovo
    [few] výplňová slova
    [many] výplňového slova
   *[other] výplňových slov
}
thanks-title = Děkujeme
thanks-sentence = Konverzace skončila a byla odevzdána. Tuto stránku můžete zavřít.
submitting = Odevzdávání konverzace…
results-title = Vaše výsledky
analyzing = Konverzace se vyhodnocuje. Chvilku to potrvá.
results-failed = Konverzace byla odevzdána, ale nepodařilo se ji vyhodnotit. Přepis si přesto můžete stáhnout.
out-of-ten = { $score } / 10
score = Skóre
score-measured = Změřeno: kolik z toho, co se hledalo, v konverzaci zaznělo.
score-judged = Posoudil jazykový model na základě celé konverzace.
report-card = Přehled hodnocení
topic = Téma
note = Poznámka
strengths = Silné stránky
weaknesses = Na čem zapracovat
next-steps = Další kroky
in-numbers = V číslech
transcript = Přepis
powered-by = Běží na platformě { $name }

## Failures: what happened, and then what to do about it

offline-what = Zdá se, že jste offline.
offline-advice = Zkontrolujte připojení a zkuste to znovu.
unreachable-what = Ke konverzaci se nepodařilo připojit.
unreachable-advice = Zkuste to znovu; pokud potíže potrvají, vraťte se o něco později.
refused-what = Váš přístup nebyl přijat.
refused-advice = Možná vypršela jeho platnost; požádejte o nový odkaz.
missing-what = Tato konverzace neexistuje.
missing-advice = Zkontrolujte adresu nebo se zeptejte toho, kdo vám ji dal.
busy-what = Příliš mnoho lidí se ptá najednou.
busy-advice = Chvilku počkejte a zkuste to znovu.
busy-seconds = { $seconds ->
    [one] Zkuste to znovu za { $seconds } sekundu.
    [few] Zkuste to znovu za { $seconds } sekundy.
    [many] Zkuste to znovu za { $seconds } sekundy.
   *[other] Zkuste to znovu za { $seconds } sekund.
}
rejected-what = Toto nebylo možné přijmout.
rejected-advice = Upravte to a zkuste to znovu.
agent-what = Odpověď se nepodařilo dokončit.
agent-advice = Zkuste to za chvilku znovu.
protocol-what = Odpovědi nebylo možné porozumět.
protocol-advice = Načtěte stránku znovu; pokud potíže potrvají, dejte vědět provozovateli webu.
load-what = Konverzaci se nepodařilo načíst.
policy-what = Tato stránka nedovoluje konverzaci spustit.
unsupported-what = Tento prohlížeč je pro konverzaci příliš starý.
crash-what = Konverzace se zastavila kvůli chybě.
no-script = Tato konverzace vyžaduje JavaScript.

## Only in conversations with other systems

conversations = Konverzace
details = Podrobnosti
close = Zavřít
new = Nová konverzace
delete = Smazat
delete-sure = Opravdu trvale smazat „{ $title }“?
delete-keep = Ponechat
good = Dobrá odpověď
bad = Špatná odpověď
open-image = Otevřít obrázek
open-audio = Otevřít nahrávku
open-file = Otevřít soubor
unread = { $count ->
    [one] { $count } nová zpráva
    [few] { $count } nové zprávy
    [many] { $count } nové zprávy
   *[other] { $count } nových zpráv
}
rated = Děkujeme za zpětnou vazbu.
untitled = Konverzace
current = Právě otevřená
no-conversations = Nejsou tu žádné dřívější konverzace.
person = Teď odpovídá člověk
person-left = Znovu odpovídá AI agent.
person-coming = Spojujeme vás s člověkem.
person-ended = Konverzace s člověkem skončila.
person-absent = Momentálně není nikdo, kdo by konverzaci převzal.
waiting = Čeká na vaši odpověď
answer-hint = Vaše odpověď
closed-hint = Vyberte odpověď
cards = Návrhy
status-sent = Odesláno
status-delivered = Doručeno
status-read = Přečteno
status-not-sent = Nedoručeno
from-to = Od: { $sender }, komu: { $receiver }
doing = Probíhá: { $what }
did = Hotovo: { $what }
reasoning = Promýšlí…
reasoned = Promyšleno
state = Co si AI agent pamatuje
summary = Shrnutí
on = Zapnuto
off = Vypnuto
