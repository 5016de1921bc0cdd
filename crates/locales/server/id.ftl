### Indonesian

## Results of a conversation, from measured figures

nothing-said = Tidak ada yang diucapkan, jadi tidak ada yang dapat diukur.
measured = Hasil ini diukur, bukan dinilai: Anda mengucapkan { $words } dalam { $turns }, { $percent } dari percakapan.
count-words = { $count ->
   *[other] { $count } kata
}
count-turns = { $count ->
   *[other] { $count } giliran
}
criteria-touched = { $total ->
   *[other] Kata-kata Anda menyentuh { $touched } dari { $total } kriteria penilaian.
}
covered-well = Dari kata-kata Anda, { $topics } dibahas dengan baik.
not-touched = Tidak ada ucapan Anda yang menyentuh { $topics }.
not-touched-advice = Lain kali, katakan sesuatu yang menunjukkan { $topics }.
touched-briefly = Anda hanya menyinggung { $topics } secara singkat.
touched-briefly-advice = Tambahkan contoh atau langkah nyata untuk { $topics }.
balanced = Percakapan yang seimbang: { $percent } kata berasal dari Anda.
share-high = { $percent } kata berasal dari Anda, sehingga pihak lain kurang mendapat ruang.
share-high-advice = Berhentilah sejenak setelah setiap poin dan tanyakan pendapat pihak lain.
share-low = Hanya { $percent } kata yang berasal dari Anda.
share-none = Hampir tidak ada kata yang berasal dari Anda.
share-low-advice = Ambil lebih banyak ruang: dua atau tiga kalimat untuk setiap jawaban.
answers-short = { $count ->
   *[other] Jawaban Anda singkat: rata-rata { $count } kata.
}
answers-short-advice = Sertakan alasan atau contoh dalam setiap jawaban.
answers-good = { $count ->
   *[other] Panjang jawaban baik: rata-rata { $count } kata.
}
answers-long = { $count ->
   *[other] Jawaban Anda panjang: rata-rata { $count } kata.
}
answers-long-advice = Mulailah dengan kesimpulan, lalu berikan paling banyak dua alasan.
questions-none = Anda tidak mengajukan pertanyaan.
questions-none-advice = Ajukan setidaknya satu pertanyaan untuk mengetahui hal yang penting bagi pihak lain.
questions-some = { $count ->
   *[other] Anda mengajukan { $count } pertanyaan.
}
fillers-some = { $count ->
   *[other] { $count } kata pengisi, satu dari setiap { $every } kata.
}
fillers-advice = Biarkan hening sejenak di tempat kata pengisi akan muncul.
fillers-none = Tidak ada kata pengisi.

## What went wrong with an answer

agent-slow = Jawaban memakan waktu terlalu lama.
agent-away = Agen AI saat ini tidak dapat dihubungi.
agent-failed = Agen AI tidak dapat menjawab.
message-long = { $count ->
   *[other] Pesan terlalu panjang: paling banyak { $count } karakter.
}
session-over = Percakapan ini telah berakhir.
too-many = Saat ini terlalu banyak orang yang bercakap di sini.
