-- What the store keeps of the ticket that ends a session and does nothing else, beside the token it was made
-- of; NULL: the token is older than tickets, and is what its page ends the session with.
ALTER TABLE session_tokens ADD COLUMN stop_hash BLOB;
