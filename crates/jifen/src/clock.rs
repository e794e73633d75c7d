//! What day it is. Asked here and nowhere else.

use terms::{Date, civil};

/// Seconds by which China's time, Asia/Shanghai, is ahead of UTC. It has had no summer time since 1991.
const AHEAD: u64 = 8 * 3600;

/// Today in China.
#[expect(clippy::disallowed_methods, reason = "this is the one place where the command asks what day it is")]
pub fn today() -> Date {
    let since =
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    civil::day_of_number(i32::try_from((since + AHEAD) / 86_400).unwrap_or(i32::MAX))
}
