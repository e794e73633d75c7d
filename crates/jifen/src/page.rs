//! Text for people, put together and printed in one go.

use crate::failure::Failure;
use std::io::Write as _;

/// Prints; colours are taken out where the output is not a terminal or `NO_COLOR` is set. A reader that stopped reading is no
/// failure.
pub fn print(text: &str) -> Result<(), Failure> {
    match anstream::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::new(format!("写不出结果：{}", crate::input::said(&error))))
        }
        _ => Ok(()),
    }
}
