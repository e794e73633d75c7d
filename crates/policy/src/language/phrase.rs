//! Fixed phrases.
