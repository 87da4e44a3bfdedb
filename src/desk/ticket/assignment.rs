//! Whose a conversation is: the rule (L-145 to L-153).
