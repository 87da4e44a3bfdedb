//! The customer service window.
