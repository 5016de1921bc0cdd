### Korean

## Controls: what a control is called is what it shows.

continue = 계속
unlock = 잠금 해제
start = 시작
send = 보내기
cancel = 생성 중지
end = 종료
keep = 계속 대화하기
submit = 제출
again = 다시 시작
retry = 다시 시도
download = 대화 기록 다운로드
download-doubt = 파일이 저장되지 않았다면 이 대화가 포함된 페이지에서 저장을 허용하지 않는 것입니다.
new-messages = 새 메시지
latest = 최신 메시지
copy = 복사
copied = 복사됨
name = 이름
email = 이메일
passcode = 입장 코드
message = 메시지
comment = 의견(선택 사항)

## Before the conversation

loading = 불러오는 중
loading-long = 평소보다 오래 걸리고 있습니다.
conversation = 대화
saved-notice = 이 대화는 저장됩니다.
recorded-notice = 이 대화는 저장되며 녹음·녹화됩니다.
anew = 이전 대화를 여기에서 이어갈 수 없어 새 대화를 시작합니다.
by-text = 텍스트 대화
saved = 저장됨
recorded = 녹음·녹화됨
ai-answers = AI가 답변함
up-to-minutes = { $minutes ->
   *[other] 최대 { $minutes }분
}
accept-both = { $terms } 및 { $privacy }에 동의합니다.
accept-terms = { $terms }에 동의합니다.
accept-privacy = { $privacy }에 동의합니다.
terms = 이용약관
privacy = 개인정보 처리방침
accept-missing = 계속하려면 체크박스를 선택하세요.
locked-title = 비공개 대화입니다
locked-sentence = 전달받은 링크로 열어 주세요.
paid-title = 유료 대화입니다
paid-sentence = 구매 시 받은 링크로 열어 주세요.
closed-title = 지금은 이 대화를 이용할 수 없습니다
opens = { $date }에 열립니다.
closed-since = { $date }에 종료되었습니다.
passcode-title = 입장 코드 입력
passcode-sentence = 코드는 초대한 분에게 확인하세요.
passcode-missing = 입장 코드를 입력하세요.
passcode-wrong = 입장 코드가 올바르지 않습니다. 확인 후 다시 시도하세요.
name-missing = 이름을 입력하세요.
too-long = { $count ->
   *[other] { $count }자 이내로 입력하세요.
}
email-missing = 이메일 주소를 입력하세요.
email-space = 이메일 주소에는 공백을 사용할 수 없습니다.
email-no-at = 이메일 주소에는 @가 있어야 합니다(예: name@example.com).
email-two-ats = 이메일 주소에는 @를 하나만 사용할 수 있습니다.
email-partial = 이메일 주소 전체를 입력하세요(예: name@example.com).

## The state, beside the avatar

connecting = 연결 중…
idle = 입력 대기 중
listening = 듣는 중…
thinking = 생각 중…
speaking = 작성 중…
reconnecting = 다시 연결 중…
stopping = 종료 중…
interrupted = 중단됨

## The conversation

you = 나
agent = AI 에이전트
sending = 보내는 중…
not-sent = 보내지 못했습니다.
queued = 답변이 끝나면 전송됩니다
take-back = 보내기 취소
cut = 여기에서 중지됨
using-tool = { $tool } 사용 중
used-tool = { $tool } 사용함
tool-input = 요청 내용
tool-result = 결과
choices = 추천 답변
choices-count = { $count ->
   *[other] 추천 답변 { $count }개
}
elapsed = 경과 시간
time-left = { $time } 남음
minutes-left = { $minutes ->
   *[other] { $minutes }분 남았습니다.
}
time-up = 시간이 다 되었습니다.
unsent-draft = 작성했지만 보내지 않은 내용입니다:
characters-left = { $count ->
   *[other] { $count }자 남음
}
characters-over = { $count ->
   *[other] { $count }자 초과
}
table = 표
show-rest = 나머지 보기

## Afterwards

review-title = 제출하시겠어요?
review-sentence = 대화가 끝났습니다. 제출하면 완료됩니다.
minutes = { $minutes ->
   *[other] 분
}
messages = { $count ->
   *[other] 메시지
}
your-words = { $count ->
   *[other] 내가 쓴 단어
}
your-share = 내 발언 비율
your-questions = { $count ->
   *[other] 내가 한 질문
}
fillers = { $count ->
   *[other] 군말
}
thanks-title = 감사합니다
thanks-sentence = 대화가 끝나 제출되었습니다. 이 페이지를 닫아도 됩니다.
submitting = 대화를 제출하는 중…
results-title = 결과
analyzing = 대화를 분석하고 있습니다. 잠시만 기다려 주세요.
results-failed = 대화는 제출되었지만 평가할 수 없었습니다. 대화 기록은 계속 다운로드할 수 있습니다.
out-of-ten = { $score } / 10
score = 점수
score-measured = 측정값: 확인하려던 내용이 대화에 얼마나 나왔는지를 나타냅니다.
score-judged = 언어 모델이 대화 전체를 바탕으로 판단했습니다.
report-card = 평가표
topic = 주제
note = 비고
strengths = 잘한 점
weaknesses = 보완할 점
next-steps = 다음 단계
in-numbers = 숫자로 보기
transcript = 대화 기록
powered-by = { $name } 제공

## Failures: what happened, and then what to do about it

offline-what = 오프라인 상태인 것 같습니다.
offline-advice = 연결을 확인한 후 다시 시도하세요.
unreachable-what = 대화에 연결할 수 없습니다.
unreachable-advice = 다시 시도하세요. 문제가 계속되면 잠시 후 다시 방문해 주세요.
refused-what = 접근이 허용되지 않았습니다.
refused-advice = 만료되었을 수 있으니 새 링크를 요청하세요.
missing-what = 존재하지 않는 대화입니다.
missing-advice = 주소를 확인하거나 주소를 알려 준 분에게 문의하세요.
busy-what = 지금 이용자가 너무 많습니다.
busy-advice = 잠시 기다렸다가 다시 시도하세요.
busy-seconds = { $seconds ->
   *[other] { $seconds }초 후에 다시 시도하세요.
}
rejected-what = 내용을 받아들일 수 없습니다.
rejected-advice = 내용을 바꿔 다시 시도하세요.
agent-what = 답변을 완료하지 못했습니다.
agent-advice = 잠시 후 다시 시도하세요.
protocol-what = 답변을 해석하지 못했습니다.
protocol-advice = 페이지를 새로고침하세요. 문제가 계속되면 사이트 운영자에게 알려 주세요.
load-what = 대화를 불러올 수 없습니다.
policy-what = 이 페이지에서는 대화를 시작하도록 허용하지 않습니다.
unsupported-what = 이 브라우저는 너무 오래되어 대화를 이용할 수 없습니다.
crash-what = 오류로 인해 대화가 중단되었습니다.
no-script = 이 대화를 이용하려면 JavaScript가 필요합니다.

## Only in conversations with other systems

conversations = 대화 목록
details = 세부 정보
close = 닫기
new = 새 대화
delete = 삭제
delete-sure = “{ $title }” 대화를 완전히 삭제할까요?
delete-keep = 유지
good = 좋은 답변
bad = 아쉬운 답변
open-image = 이미지 열기
open-audio = 녹음 열기
open-file = 파일 열기
unread = { $count ->
   *[other] 새 메시지 { $count }개
}
rated = 의견을 보내 주셔서 감사합니다.
untitled = 대화
current = 현재 열림
no-conversations = 이전 대화가 없습니다.
person = 지금은 담당자가 답변합니다
person-left = 다시 AI 에이전트가 답변합니다.
person-coming = 담당자에게 연결하고 있습니다.
person-ended = 담당자와의 대화가 종료되었습니다.
person-absent = 지금은 응대할 수 있는 담당자가 없습니다.
waiting = 답변을 기다리는 중
answer-hint = 답변 입력
closed-hint = 답변 선택
cards = 추천
status-sent = 보냄
status-delivered = 전달됨
status-read = 읽음
status-not-sent = 전달되지 않음
from-to = 보낸 사람: { $sender }, 받는 사람: { $receiver }
doing = 진행 중: { $what }
did = 완료: { $what }
reasoning = 곰곰이 생각하는 중…
reasoned = 생각을 마쳤습니다
state = AI 에이전트가 기억하는 내용
summary = 요약
on = 켜짐
off = 꺼짐
