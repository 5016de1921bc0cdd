### Indonesian

## Controls: what a control is called is what it shows.

continue = Lanjutkan
unlock = Buka kunci
start = Mulai
send = Kirim
cancel = Hentikan jawaban
end = Akhiri
keep = Lanjutkan percakapan
submit = Serahkan
again = Mulai lagi
retry = Coba lagi
download = Unduh transkrip
download-doubt = Jika tidak ada file yang tersimpan, halaman yang memuat percakapan ini tidak mengizinkannya.
new-messages = Pesan baru
latest = Pesan terbaru
copy = Salin
copied = Tersalin
name = Nama
email = Email
passcode = Kode akses
message = Pesan
comment = Komentar (opsional)

## Before the conversation

loading = Memuat
loading-long = Ini lebih lama dari biasanya.
conversation = Percakapan
saved-notice = Percakapan ini disimpan.
recorded-notice = Percakapan ini disimpan dan direkam.
anew = Percakapan Anda sebelumnya tidak dapat dilanjutkan di sini. Ini percakapan baru.
by-text = Lewat teks
saved = Disimpan
recorded = Direkam
ai-answers = AI yang menjawab
up-to-minutes = { $minutes ->
   *[other] Hingga { $minutes } menit
}
accept-both = Saya menyetujui { $terms } dan { $privacy }.
accept-terms = Saya menyetujui { $terms }.
accept-privacy = Saya menyetujui { $privacy }.
terms = ketentuan penggunaan
privacy = kebijakan privasi
accept-missing = Centang kotak untuk melanjutkan.
locked-title = Percakapan ini bersifat pribadi
locked-sentence = Buka dengan tautan yang Anda terima.
paid-title = Percakapan ini berbayar
paid-sentence = Buka dengan tautan yang Anda terima saat membeli.
closed-title = Percakapan ini sedang tidak dibuka
opens = Dibuka pada { $date }.
closed-since = Ditutup pada { $date }.
passcode-title = Masukkan kode akses
passcode-sentence = Orang yang mengundang Anda dapat memberitahukannya.
passcode-missing = Masukkan kode akses.
passcode-wrong = Kode akses itu salah. Periksa, lalu coba lagi.
name-missing = Masukkan nama Anda.
too-long = { $count ->
   *[other] Masukkan paling banyak { $count } karakter.
}
email-missing = Masukkan alamat email Anda.
email-space = Alamat email tidak mengandung spasi.
email-no-at = Alamat email mengandung @, seperti name@example.com.
email-two-ats = Alamat email hanya mengandung satu @.
email-partial = Masukkan alamat lengkap, seperti name@example.com.

## The state, beside the avatar

connecting = Menghubungkan…
idle = Giliran Anda
listening = Mendengarkan…
thinking = Berpikir…
speaking = Menulis…
reconnecting = Menghubungkan ulang…
stopping = Mengakhiri…
interrupted = Terputus

## The conversation

you = Anda
agent = Agen AI
sending = Mengirim…
not-sent = Tidak terkirim.
queued = Dikirim setelah jawaban selesai
take-back = Tarik kembali
cut = Dihentikan di sini
using-tool = Menggunakan { $tool }
used-tool = Telah menggunakan { $tool }
tool-input = Diminta
tool-result = Hasil
choices = Saran jawaban
choices-count = { $count ->
   *[other] { $count } saran jawaban
}
elapsed = Waktu berjalan
time-left = Sisa { $time }
minutes-left = { $minutes ->
   *[other] Sisa { $minutes } menit.
}
time-up = Waktu habis.
unsent-draft = Anda telah menulis ini dan belum mengirimkannya:
characters-left = { $count ->
   *[other] Sisa { $count } karakter
}
characters-over = { $count ->
   *[other] Kelebihan { $count } karakter
}
table = Tabel
show-rest = Tampilkan sisanya

## Afterwards

review-title = Siap menyerahkan?
review-sentence = Percakapan telah selesai. Serahkan untuk menuntaskannya.
minutes = { $minutes ->
   *[other] menit
}
messages = { $count ->
   *[other] pesan
}
your-words = { $count ->
   *[other] kata dari Anda
}
your-share = porsi Anda
your-questions = { $count ->
   *[other] pertanyaan dari Anda
}
fillers = { $count ->
   *[other] kata pengisi
}
thanks-title = Terima kasih
thanks-sentence = Percakapan telah selesai dan diserahkan. Anda dapat menutup halaman ini.
submitting = Menyerahkan percakapan Anda…
results-title = Hasil Anda
analyzing = Membaca percakapan. Ini perlu waktu sebentar.
results-failed = Percakapan telah diserahkan, tetapi tidak dapat dievaluasi. Anda tetap dapat mengunduh transkripnya.
out-of-ten = { $score } / 10
score = Skor
score-measured = Diukur: seberapa banyak hal yang dicari muncul dalam percakapan.
score-judged = Dinilai oleh model bahasa dari seluruh percakapan.
report-card = Lembar penilaian
topic = Topik
note = Catatan
strengths = Kelebihan
weaknesses = Perlu ditingkatkan
next-steps = Langkah berikutnya
in-numbers = Dalam angka
transcript = Transkrip
powered-by = Didukung oleh { $name }

## Failures: what happened, and then what to do about it

offline-what = Anda tampaknya sedang luring.
offline-advice = Periksa koneksi Anda, lalu coba lagi.
unreachable-what = Percakapan tidak dapat dijangkau.
unreachable-advice = Coba lagi; jika terus terjadi, kembalilah sebentar lagi.
refused-what = Akses Anda tidak diterima.
refused-advice = Mungkin sudah kedaluwarsa; mintalah tautan baru.
missing-what = Percakapan ini tidak ada.
missing-advice = Periksa alamatnya, atau tanyakan kepada orang yang memberikannya.
busy-what = Terlalu banyak orang bertanya bersamaan.
busy-advice = Tunggu sebentar, lalu coba lagi.
busy-seconds = { $seconds ->
   *[other] Coba lagi dalam { $seconds } detik.
}
rejected-what = Ini tidak dapat diterima.
rejected-advice = Ubah, lalu coba lagi.
agent-what = Jawaban tidak dapat diselesaikan.
agent-advice = Coba lagi sebentar lagi.
protocol-what = Jawaban tidak dapat dipahami.
protocol-advice = Muat ulang halaman; jika terus terjadi, beri tahu pengelola situs ini.
load-what = Percakapan tidak dapat dimuat.
policy-what = Halaman ini tidak mengizinkan percakapan dimulai.
unsupported-what = Browser ini terlalu usang untuk percakapan ini.
crash-what = Percakapan terhenti karena kesalahan.
no-script = Percakapan ini memerlukan JavaScript.

## Only in conversations with other systems

conversations = Percakapan
details = Detail
close = Tutup
new = Percakapan baru
delete = Hapus
delete-sure = Hapus “{ $title }” selamanya?
delete-keep = Pertahankan
good = Jawaban bagus
bad = Jawaban buruk
open-image = Buka gambar
open-audio = Buka rekaman
open-file = Buka file
unread = { $count ->
   *[other] { $count } pesan baru
}
rated = Terima kasih atas masukan Anda.
untitled = Percakapan
current = Sedang dibuka
no-conversations = Tidak ada percakapan sebelumnya.
person = Sekarang seorang petugas yang menjawab
person-left = Agen AI menjawab kembali.
person-coming = Anda sedang dihubungkan dengan seorang petugas.
person-ended = Percakapan dengan petugas telah berakhir.
person-absent = Saat ini tidak ada petugas yang dapat mengambil alih.
waiting = Menunggu jawaban Anda
answer-hint = Jawaban Anda
closed-hint = Pilih jawaban
cards = Saran
status-sent = Terkirim
status-delivered = Tersampaikan
status-read = Dibaca
status-not-sent = Tidak tersampaikan
from-to = { $sender } kepada { $receiver }
doing = Mengerjakan { $what }
did = Selesai: { $what }
reasoning = Memikirkannya…
reasoned = Selesai dipikirkan
state = Yang diingat agen AI
summary = Ringkasan
on = Aktif
off = Nonaktif
