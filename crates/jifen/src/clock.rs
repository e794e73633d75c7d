//! What day it is, and what time. Asked here and nowhere else.

use service::store::Moment;
use terms::{Date, civil};

/// Seconds by which China's time, Asia/Shanghai, is ahead of UTC. It has had no summer time since 1991.
const AHEAD: u64 = 8 * 3600;

/// Today in China.
pub fn today() -> Date {
    civil::day_of_number(i32::try_from((since() + AHEAD) / 86_400).unwrap_or(i32::MAX))
}

/// This second.
pub fn now() -> Moment {
    Moment(i64::try_from(since()).unwrap_or(i64::MAX))
}

/// Seconds since the beginning of 1970.
#[expect(clippy::disallowed_methods, reason = "this is the one place where the command asks what day it is")]
fn since() -> u64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
