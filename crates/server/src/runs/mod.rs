//! Runs: one turn each, from the visitor's message to the end of the reply.
