### Vietnamese

## Controls: what a control is called is what it shows.

continue = Tiếp tục
unlock = Mở khóa
start = Bắt đầu
send = Gửi
cancel = Dừng tạo
end = Kết thúc
keep = Trò chuyện tiếp
submit = Nộp
again = Bắt đầu lại
retry = Thử lại
download = Tải bản ghi hội thoại
download-doubt = Nếu không có tệp nào được lưu thì trang chứa cuộc trò chuyện này không cho phép lưu.
new-messages = Tin nhắn mới
latest = Tin nhắn mới nhất
copy = Sao chép
copied = Đã sao chép
name = Tên
email = Email
passcode = Mã truy cập
message = Tin nhắn
comment = Nhận xét (không bắt buộc)

## Before the conversation

loading = Đang tải
loading-long = Quá trình này mất nhiều thời gian hơn bình thường.
conversation = Cuộc trò chuyện
saved-notice = Cuộc trò chuyện này được lưu lại.
recorded-notice = Cuộc trò chuyện này được lưu và ghi âm hoặc ghi hình.
anew = Không thể tiếp tục cuộc trò chuyện trước của bạn tại đây. Đây là một cuộc trò chuyện mới.
by-text = Bằng văn bản
saved = Có lưu lại
recorded = Có ghi âm hoặc ghi hình
ai-answers = AI trả lời
up-to-minutes = { $minutes ->
    [one] Tối đa { $minutes } phút
   *[other] Tối đa { $minutes } phút
}
accept-both = Tôi chấp nhận { $terms } và { $privacy }.
accept-terms = Tôi chấp nhận { $terms }.
accept-privacy = Tôi chấp nhận { $privacy }.
terms = điều khoản sử dụng
privacy = chính sách quyền riêng tư
accept-missing = Hãy đánh dấu vào ô để tiếp tục.
locked-title = Cuộc trò chuyện này là riêng tư
locked-sentence = Hãy mở bằng liên kết bạn đã nhận được.
paid-title = Cuộc trò chuyện này có tính phí
paid-sentence = Hãy mở bằng liên kết bạn đã nhận được khi mua.
closed-title = Cuộc trò chuyện này hiện không mở
opens = Sẽ mở vào { $date }.
closed-since = Đã đóng vào { $date }.
passcode-title = Nhập mã truy cập
passcode-sentence = Người mời bạn có thể cho bạn biết mã này.
passcode-missing = Hãy nhập mã truy cập.
passcode-wrong = Mã truy cập không đúng. Hãy kiểm tra rồi thử lại.
name-missing = Hãy nhập tên của bạn.
too-long = { $count ->
    [one] Hãy nhập tối đa { $count } ký tự.
   *[other] Hãy nhập tối đa { $count } ký tự.
}
email-missing = Hãy nhập địa chỉ email của bạn.
email-space = Địa chỉ email không được có dấu cách.
email-no-at = Địa chỉ email phải có ký hiệu @, ví dụ name@example.com.
email-two-ats = Địa chỉ email chỉ được có một ký hiệu @.
email-partial = Hãy nhập đầy đủ địa chỉ, ví dụ name@example.com.

## The state, beside the avatar

connecting = Đang kết nối…
idle = Đến lượt bạn
listening = Đang nghe…
thinking = Đang suy nghĩ…
speaking = Đang viết…
reconnecting = Đang kết nối lại…
stopping = Đang kết thúc…
interrupted = Bị gián đoạn

## The conversation

you = Bạn
agent = Trợ lý AI
sending = Đang gửi…
not-sent = Chưa gửi được.
queued = Sẽ gửi khi trả lời xong
take-back = Lấy lại
cut = Đã dừng tại đây
using-tool = Đang dùng { $tool }
used-tool = Đã dùng { $tool }
tool-input = Yêu cầu
tool-result = Kết quả
choices = Câu trả lời gợi ý
choices-count = { $count ->
    [one] { $count } câu trả lời gợi ý
   *[other] { $count } câu trả lời gợi ý
}
elapsed = Thời gian đã qua
time-left = Còn { $time }
minutes-left = { $minutes ->
    [one] Còn { $minutes } phút.
   *[other] Còn { $minutes } phút.
}
time-up = Đã hết giờ.
unsent-draft = Bạn đã viết nội dung này nhưng chưa gửi:
characters-left = { $count ->
    [one] Còn { $count } ký tự
   *[other] Còn { $count } ký tự
}
characters-over = { $count ->
    [one] Thừa { $count } ký tự
   *[other] Thừa { $count } ký tự
}
table = Bảng
show-rest = Hiện phần còn lại

## Afterwards

review-title = Bạn đã sẵn sàng nộp chưa?
review-sentence = Cuộc trò chuyện đã kết thúc. Hãy nộp để hoàn tất.
minutes = { $minutes ->
    [one] phút
   *[other] phút
}
messages = { $count ->
    [one] tin nhắn
   *[other] tin nhắn
}
your-words = { $count ->
    [one] từ của bạn
   *[other] từ của bạn
}
your-share = tỷ lệ của bạn
your-questions = { $count ->
    [one] câu hỏi của bạn
   *[other] câu hỏi của bạn
}
fillers = { $count ->
    [one] từ đệm
   *[other] từ đệm
}
thanks-title = Cảm ơn bạn
thanks-sentence = Cuộc trò chuyện đã kết thúc và đã được nộp. Bạn có thể đóng trang này.
submitting = Đang nộp cuộc trò chuyện của bạn…
results-title = Kết quả của bạn
analyzing = Đang phân tích cuộc trò chuyện. Việc này mất một lát.
results-failed = Cuộc trò chuyện đã được nộp nhưng không thể đánh giá. Bạn vẫn có thể tải bản ghi hội thoại.
out-of-ten = { $score } / 10
score = Điểm
score-measured = Đo được: bao nhiêu phần trong những điều cần tìm đã xuất hiện trong cuộc trò chuyện.
score-judged = Do một mô hình ngôn ngữ đánh giá dựa trên toàn bộ cuộc trò chuyện.
report-card = Phiếu đánh giá
topic = Chủ đề
note = Ghi chú
strengths = Điểm mạnh
weaknesses = Cần cải thiện
next-steps = Bước tiếp theo
in-numbers = Số liệu
transcript = Bản ghi hội thoại
powered-by = Được hỗ trợ bởi { $name }

## Failures: what happened, and then what to do about it

offline-what = Có vẻ bạn đang ngoại tuyến.
offline-advice = Hãy kiểm tra kết nối rồi thử lại.
unreachable-what = Không thể kết nối tới cuộc trò chuyện.
unreachable-advice = Hãy thử lại; nếu vẫn không được, hãy quay lại sau ít lâu.
refused-what = Quyền truy cập của bạn không được chấp nhận.
refused-advice = Có thể quyền này đã hết hạn; hãy xin liên kết mới.
missing-what = Cuộc trò chuyện này không tồn tại.
missing-advice = Hãy kiểm tra địa chỉ hoặc hỏi người đã đưa địa chỉ cho bạn.
busy-what = Có quá nhiều người hỏi cùng lúc.
busy-advice = Hãy đợi một lát rồi thử lại.
busy-seconds = { $seconds ->
    [one] Hãy thử lại sau { $seconds } giây.
   *[other] Hãy thử lại sau { $seconds } giây.
}
rejected-what = Nội dung này không được chấp nhận.
rejected-advice = Hãy sửa lại rồi thử lần nữa.
agent-what = Không thể hoàn tất câu trả lời.
agent-advice = Hãy thử lại sau giây lát.
protocol-what = Không thể đọc được câu trả lời.
protocol-advice = Hãy tải lại trang; nếu vẫn không được, hãy báo cho người quản lý trang web này.
load-what = Không thể tải cuộc trò chuyện.
policy-what = Trang này không cho phép bắt đầu cuộc trò chuyện.
unsupported-what = Trình duyệt này quá cũ nên không hỗ trợ cuộc trò chuyện.
crash-what = Cuộc trò chuyện đã dừng do lỗi.
no-script = Cuộc trò chuyện này cần JavaScript.

## Only in conversations with other systems

conversations = Các cuộc trò chuyện
details = Chi tiết
close = Đóng
new = Cuộc trò chuyện mới
delete = Xóa
delete-sure = Xóa vĩnh viễn “{ $title }”?
delete-keep = Giữ lại
good = Câu trả lời tốt
bad = Câu trả lời chưa tốt
open-image = Mở hình ảnh
open-audio = Mở bản ghi âm
open-file = Mở tệp
unread = { $count ->
    [one] { $count } tin nhắn mới
   *[other] { $count } tin nhắn mới
}
rated = Cảm ơn phản hồi của bạn.
untitled = Cuộc trò chuyện
current = Đang mở
no-conversations = Không có cuộc trò chuyện nào trước đây.
person = Hiện có nhân viên trả lời
person-left = Trợ lý AI trả lời trở lại.
person-coming = Đang kết nối bạn với nhân viên.
person-ended = Cuộc trò chuyện với nhân viên đã kết thúc.
person-absent = Hiện không có ai tiếp nhận được.
waiting = Đang chờ bạn trả lời
answer-hint = Câu trả lời của bạn
closed-hint = Chọn một câu trả lời
cards = Gợi ý
status-sent = Đã gửi
status-delivered = Đã nhận
status-read = Đã xem
status-not-sent = Chưa gửi tới nơi
from-to = { $sender } gửi { $receiver }
doing = Đang thực hiện: { $what }
did = Đã xong: { $what }
reasoning = Đang suy nghĩ kỹ…
reasoned = Đã suy nghĩ kỹ
state = Những điều trợ lý AI ghi nhớ
summary = Tóm tắt
on = Bật
off = Tắt
