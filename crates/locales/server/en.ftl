### What the server says to a visitor, in the interface's language. English is the source: the other
### files have its keys, and its placeholders, and no more.

## Results of a conversation, from measured figures

nothing-said = Nothing was said, so there is nothing to measure.
# $words: a whole phrase of the next message; $percent: 46 %
measured = These results are measured, not judged: { $words } in { $turns }, { $percent } of the conversation.
count-words = { $count ->
    [one] { $count } word
   *[other] { $count } words
}
# How often the visitor wrote something. Goes into "measured".
count-turns = { $count ->
    [one] { $count } turn
   *[other] { $count } turns
}
# Rubric: what the conversation is looked at for.
criteria-touched = { $total ->
    [one] Criteria of the rubric touched: { $touched } of { $total }.
   *[other] Criteria of the rubric touched: { $touched } of { $total }.
}
# $topics: a list in quotes: “Listening” and “Next steps”
covered-well = { $topics } came up well, by the words that were used.
not-touched = Nothing that was said touched { $topics }.
not-touched-advice = Next time, say something that shows { $topics }.
touched-briefly = { $topics } came up only briefly.
touched-briefly-advice = Add an example or a concrete step for { $topics }.
balanced = A balanced share of the talk: { $percent } of the words.
share-high = A large share of the talk: { $percent } of the words, which leaves little room for the other side.
share-high-advice = Pause after each point and ask what the other side thinks.
share-low = A small share of the talk: { $percent } of the words.
share-none = A small share of the talk: almost none of the words.
share-low-advice = Take more room: two or three sentences for each answer.
answers-short = { $count ->
    [one] Short answers: { $count } word on average.
   *[other] Short answers: { $count } words on average.
}
answers-short-advice = Give the reason or an example along with each answer.
answers-good = { $count ->
    [one] Answers of a good length: { $count } word on average.
   *[other] Answers of a good length: { $count } words on average.
}
answers-long = { $count ->
    [one] Long answers: { $count } word on average.
   *[other] Long answers: { $count } words on average.
}
answers-long-advice = Lead with the conclusion, then give at most two supporting points.
questions-none = No questions were asked.
questions-none-advice = Ask at least one question to learn what matters to the other side.
questions-some = { $count ->
    [one] { $count } question was asked.
   *[other] { $count } questions were asked.
}
# $every: one word in so many
fillers-some = { $count ->
    [one] { $count } filler word, one in { $every } words.
   *[other] { $count } filler words, one in { $every } words.
}
fillers-advice = Let a short silence stand where a filler word would come.
fillers-none = No filler words.

## What went wrong with an answer

agent-slow = The agent took too long to answer.
agent-away = The agent cannot be reached at the moment.
agent-failed = The agent could not answer.
message-long = { $count ->
    [one] The message is too long: at most { $count } character.
   *[other] The message is too long: at most { $count } characters.
}
session-over = This conversation is over.
too-many = Too many people are talking here right now.
