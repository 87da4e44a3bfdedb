//! When the customer waits for an answer (L-049 to L-059).
