### What a visitor reads in the embed. English is the source: the other files have its keys, and its
### placeholders, and no more. Owners replace any of them by its key (`texts`).
### In parentheses after a heading: the part of the widget that carries these in English.

## Controls: what a control is called is what it shows.

continue = Continue
start = Start
send = Send
# Stops the reply that is being written; the conversation goes on.
cancel = Stop generating
# Ends the conversation.
end = End
# Beside End, when End asks whether it is meant.
keep = Keep talking
retry = Retry
# A button: shows messages that came while the visitor had scrolled up.
new-messages = New messages
latest = Latest messages
copy = Copy
copied = Copied
name = Name
email = Email
# The field in which the visitor writes.
message = Message

## Before the conversation

loading = Loading
# The title where no other is given.
conversation = Conversation
saved-notice = This conversation is saved.
recorded-notice = This conversation is saved and recorded.
# After a reload.
anew = Your earlier conversation could not be continued here. This is a new one.
by-text = By text
saved = Saved
recorded = Recorded
# Told before the first message, in one line with the two above and the next.
ai-answers = An AI answers
up-to-minutes = { $minutes ->
    [one] Up to { $minutes } minute
   *[other] Up to { $minutes } minutes
}
name-missing = Enter your name.
too-long = { $count ->
    [one] Enter at most { $count } character.
   *[other] Enter at most { $count } characters.
}
email-missing = Enter your email address.
email-space = An email address has no spaces in it.
email-no-at = An email address has an @ in it, like name@example.com.
email-two-ats = An email address has only one @ in it.
email-partial = Enter the whole address, like name@example.com.

## Where the owner has terms to accept (accept)

# A checkbox. The placeholders become links named by the two below.
accept-both = I accept the { $terms } and the { $privacy }.
accept-terms = I accept the { $terms }.
accept-privacy = I accept the { $privacy }.
terms = terms of use
privacy = privacy policy
accept-missing = Check the box to go on.

## The state, beside the avatar

connecting = Connecting…
# The agent waits for the visitor.
idle = Your turn
listening = Listening…
thinking = Thinking…
speaking = Writing…
reconnecting = Reconnecting…
stopping = Ending…
interrupted = Interrupted

## The conversation

you = You
agent = Agent
sending = Sending…
not-sent = Not sent.
# Below a message that goes out when the agent has finished.
queued = Sent when the reply ends
# A button below it: puts the text back into the field.
take-back = Take back
# Below a reply that was stopped.
cut = Stopped here
using-tool = Using { $tool }
used-tool = Used { $tool }
tool-input = Asked for
tool-result = Result
# Names the row of the agent's buttons.
choices = Suggested answers
# Told to screen readers when they come.
choices-count = { $count ->
    [one] { $count } suggested answer
   *[other] { $count } suggested answers
}
elapsed = Time so far
# $time: 0:42
time-left = { $time } left
minutes-left = { $minutes ->
    [one] { $minutes } minute left.
   *[other] { $minutes } minutes left.
}
characters-left = { $count ->
    [one] { $count } character left
   *[other] { $count } characters left
}
characters-over = { $count ->
    [one] { $count } character too many
   *[other] { $count } characters too many
}
table = Table
show-rest = Show the rest

## Failures: what happened, and then what to do about it

offline-what = You seem to be offline.
offline-advice = Check your connection, then try again.
unreachable-what = The conversation could not be reached.
unreachable-advice = Try again; if it keeps happening, come back a little later.
refused-what = Your access was not accepted.
refused-advice = It may have expired; ask for a new link.
missing-what = This conversation does not exist.
missing-advice = Check the address, or ask whoever gave it to you.
busy-what = Too many people are asking at once.
busy-advice = Wait a moment, then try again.
busy-seconds = { $seconds ->
    [one] Try again in { $seconds } second.
   *[other] Try again in { $seconds } seconds.
}
rejected-what = This could not be accepted.
rejected-advice = Change it and try again.
agent-what = The answer could not be completed.
agent-advice = Try again in a moment.
protocol-what = The answer could not be understood.
protocol-advice = Load the page again; if it keeps happening, tell whoever runs this site.

## The footer

powered-by = Powered by { $name }

## Said by the page itself, where the conversation does not come (page)

loading-long = This is taking longer than usual.
load-what = The conversation could not be loaded.
policy-what = This page does not let the conversation start.
unsupported-what = This browser is too old for the conversation.
crash-what = The conversation stopped with an error.
no-script = This conversation needs JavaScript.

## Where an access or a passcode is asked for (locked)

unlock = Unlock
passcode = Passcode
locked-title = This conversation is private
locked-sentence = Open it with the link you were given.
paid-title = This conversation has a price
paid-sentence = Open it with the link that came with your purchase.
closed-title = This conversation is not open now
# $date: date and time, written as the language writes them.
opens = It opens on { $date }.
closed-since = It closed on { $date }.
# Where a conversation has a price, and the sentence below it.
passcode-title = Enter the passcode
passcode-sentence = Whoever invited you can tell you what it is.
passcode-missing = Enter the passcode.
passcode-wrong = That is not the passcode. Check it and try again.

## Afterwards (after)

time-up = The time is up.
# Above what the visitor had typed when the conversation ended.
unsent-draft = You had written this and not sent it:
submit = Submit
again = Start again
download = Download transcript
download-doubt = If no file was saved, the page around this conversation does not allow it.
comment = Comment (optional)
review-title = Ready to submit?
review-sentence = The conversation is over. Submit it to finish.
# Below a number, without it.
minutes = { $minutes ->
    [one] minute
   *[other] minutes
}
messages = { $count ->
    [one] message
   *[other] messages
}
your-words = { $count ->
    [one] word of yours
   *[other] words of yours
}
# Below a percentage.
your-share = your share
your-questions = { $count ->
    [one] question of yours
   *[other] questions of yours
}
# Words such as "um".
fillers = { $count ->
    [one] filler word
   *[other] filler words
}
thanks-title = Thank you
thanks-sentence = The conversation is over and has been handed in. You can close this page.
submitting = Handing in your conversation…
results-title = Your results
analyzing = Reading the conversation. This takes a moment.
results-failed = The conversation was handed in, but it could not be evaluated. You can still download the transcript.
# $score: 7.4
out-of-ten = { $score } / 10
score = Score
score-measured = Measured: how much of what was looked for came up in the conversation.
score-judged = Judged by a language model from the whole conversation.
report-card = Report card
topic = Topic
note = Note
strengths = Strengths
weaknesses = To work on
next-steps = Next steps
in-numbers = In numbers
transcript = Transcript

## Only in conversations with other systems (vendor)

conversations = Conversations
details = Details
close = Close
new = New conversation
delete = Delete
# Asked before it is deleted.
delete-sure = Delete “{ $title }” for good?
delete-keep = Keep
good = Good answer
bad = Bad answer
open-image = Open picture
open-audio = Open recording
open-file = Open file
# Beside a conversation in a list.
unread = { $count ->
    [one] { $count } new message
   *[other] { $count } new messages
}
rated = Thank you for your feedback.
untitled = Conversation
current = Open now
no-conversations = There are no earlier conversations.
person = A person answers now
person-left = The agent answers again.
person-coming = You are being connected to a person.
person-ended = The conversation with a person has ended.
person-absent = Nobody is available to take over right now.
waiting = Waiting for your answer
answer-hint = Your answer
closed-hint = Choose an answer
# Names a row of cards.
cards = Suggestions
status-sent = Sent
status-delivered = Delivered
status-read = Read
status-not-sent = Not delivered
# Whose message it is: from whom, to whom.
from-to = { $sender } to { $receiver }
doing = Working on { $what }
did = Done: { $what }
reasoning = Thinking it through…
reasoned = Thought it through
state = What the agent keeps in mind
summary = Summary
on = On
off = Off
