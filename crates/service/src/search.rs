//! Searches for plans, off the path of other requests and not too many at a time.

use crate::site::Site;
use policy::record::Record;
use score::{Goal, Plans, Status};
use std::sync::Arc;
use terms::civil::months_after;
use terms::{Date, Range};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

/// Searches that may run at a time; the others wait.
static RUNNING: Semaphore = Semaphore::const_new(2);

/// What to search for.
pub struct Wanted {
    /// The scheme's id.
    pub scheme: String,
    /// The person.
    pub record: Record,
    /// The use's name.
    pub use_name: String,
    /// Today.
    pub on: Date,
    /// How far to look.
    pub months: u32,
}

/// What was found.
pub struct Found {
    /// Where the use stands today, and its score.
    pub now: (Status, Range),
    /// The last day looked at.
    pub by: Date,
    /// The plans.
    pub plans: Plans,
}

/// Plans for a use; nothing when no version in force that day has it.
pub async fn search(site: &Arc<Site>, wanted: Wanted) -> Option<Found> {
    let place = RUNNING.acquire().await.ok()?;
    let site = site.clone();
    let work = move || {
        // Held until the search ends, also when nobody waits for it any more.
        let _place = place;
        found(&site, &wanted)
    };
    spawn_blocking(work).await.ok()?
}

fn found(site: &Site, wanted: &Wanted) -> Option<Found> {
    let scheme = site.library().scheme(&wanted.scheme)?;
    let policy = scheme.on(wanted.on)?;
    let now = score::status(policy, &wanted.record, wanted.on, &wanted.use_name)?;
    let city = site.library().place_of(scheme.id.city());
    let goal = Goal { use_name: &wanted.use_name, from: wanted.on, months: wanted.months, city };
    let plans = score::plan(scheme, &wanted.record, goal, &site.library().actions)?;
    Some(Found { now: (now.status, now.score), by: months_after(wanted.on, wanted.months), plans })
}
