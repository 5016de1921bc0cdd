-- What a visitor has to accept before a conversation, and texts of the interface that the owner words otherwise.
ALTER TABLE scenarios ADD COLUMN terms_url TEXT;
ALTER TABLE scenarios ADD COLUMN privacy_url TEXT;
ALTER TABLE scenarios ADD COLUMN texts TEXT NOT NULL DEFAULT '{}';

-- What the visitor accepted and when, as JSON; NULL: nothing was asked. And the language they read the interface in.
ALTER TABLE sessions ADD COLUMN accepted TEXT;
ALTER TABLE sessions ADD COLUMN interface_language TEXT;
