//! What a site keeps, behind one trait: [`Store`]. A store takes what is sealed already and the time of day as arguments; it
//! reads no record, draws no dice and asks no clock.
//!
//! [`SqlStore`] keeps it in SQLite or PostgreSQL; one suite of tests runs against both.

mod renew;
mod sql;

pub use sql::SqlStore;

use async_trait::async_trait;
use std::fmt;

/// Seconds since the beginning of 1970, UTC.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Moment(pub i64);

impl Moment {
    /// So many seconds later; the end of time where that is beyond it.
    #[must_use]
    pub fn later(self, seconds: i64) -> Moment {
        Moment(self.0.saturating_add(seconds))
    }
}

/// Why a store did not do what it was asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum StoreError {
    /// Something by this name or code is there already.
    Taken,
    /// The account, or all codes together, hold as many records as they may.
    Full,
    /// The database does not answer, or refuses; with what it said.
    Unreachable(String),
}

impl fmt::Display for StoreError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StoreError::Taken => out.write_str("已经有了"),
            StoreError::Full => out.write_str("已经满了"),
            StoreError::Unreachable(said) => write!(out, "数据库没有照办：{said}"),
        }
    }
}

impl std::error::Error for StoreError {}

/// What a store answers.
pub type Stored<T> = Result<T, StoreError>;

/// A made-up person to try things on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SamplePerson {
    /// Who it is, in Chinese.
    pub chinese: String,
    /// Who it is, in English.
    pub english: String,
    /// The record, as JSON.
    pub record: String,
}

/// Somebody who signs in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Account {
    /// The id, made from dice.
    pub id: String,
    /// The keyed digest by which the account is found.
    pub login: Vec<u8>,
    /// The name, sealed.
    pub name: Vec<u8>,
    /// The digest of the passphrase; none for those who come by an identity provider.
    pub passphrase: Option<String>,
}

/// Whose a record is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Owner {
    /// An account's, by its id.
    Account(String),
    /// Whoever has the resume code; here its keyed digest.
    Code(Vec<u8>),
}

/// A record as it is kept: sealed, with its wrapped key beside it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SealedRecord {
    /// The id, made from dice.
    pub id: String,
    /// Whose it is.
    pub owner: Owner,
    /// What its owner calls it, sealed.
    pub title: Vec<u8>,
    /// The record, sealed.
    pub body: Vec<u8>,
    /// The record's own key, wrapped.
    pub wrapped: Vec<u8>,
    /// When it was first kept.
    pub made: Moment,
    /// When it was last written.
    pub changed: Moment,
    /// When its owner last looked at it.
    pub used: Moment,
}

/// A sign-in that went to an identity provider.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Journey {
    /// The digest of the state by which it comes back.
    pub state: Vec<u8>,
    /// What has to be remembered meanwhile, sealed.
    pub sealed: Vec<u8>,
    /// When it is too late to come back.
    pub ends: Moment,
}

/// How much a retention run took away.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Forgotten {
    /// Records, each with its key.
    pub records: u64,
    /// Accounts without records.
    pub accounts: u64,
}

/// What a site keeps. Every write is on disk when it is answered; every call may fail with [`StoreError::Unreachable`].
#[async_trait]
pub trait Store: Send + Sync {
    /// Nothing but whether the database answers.
    async fn ping(&self) -> Stored<()>;

    /// A value that the site put down under a name.
    async fn mark(&self, name: &str) -> Stored<Option<Vec<u8>>>;
    /// Puts a value down unless there is one, and gives the one that is there then.
    async fn put_mark(&self, name: &str, value: &[u8]) -> Stored<Vec<u8>>;

    /// Puts a value down, whatever is there.
    async fn set_mark(&self, name: &str, value: &[u8]) -> Stored<()>;
    /// Puts a value down in the place of another one. False when that is not there any more.
    async fn replace_mark(&self, name: &str, before: &[u8], value: &[u8]) -> Stored<bool>;
    /// Takes a value away.
    async fn remove_mark(&self, name: &str) -> Stored<()>;
    /// All values whose names begin with a text, with their names.
    async fn marks(&self, beginning: &str) -> Stored<Vec<(String, Vec<u8>)>>;

    /// The made-up people, in their order.
    async fn sample_people(&self) -> Stored<Vec<SamplePerson>>;
    /// Puts the made-up people in, all or none, if none are there yet.
    async fn seed(&self, people: &[SamplePerson]) -> Stored<()>;

    /// Adds an account; [`StoreError::Taken`] when its login is there already.
    async fn add_account(&self, account: &Account, now: Moment) -> Stored<()>;
    /// The account of a login.
    async fn account_of_login(&self, login: &[u8]) -> Stored<Option<Account>>;
    /// Puts another digest of a passphrase in, and ends the account's sessions. False when there is no such account.
    async fn set_passphrase(&self, account: &str, passphrase: &str) -> Stored<bool>;
    /// Takes an account away, with all its records, their keys and its sessions. False when there is none.
    async fn remove_account(&self, account: &str) -> Stored<bool>;

    /// Begins a session under the digest of its token, and notes that the account was used.
    async fn add_session(&self, token: &[u8], account: &str, now: Moment, ends: Moment) -> Stored<()>;
    /// The account of a session that has not ended.
    async fn account_of_session(&self, token: &[u8], now: Moment) -> Stored<Option<Account>>;
    /// Ends a session.
    async fn end_session(&self, token: &[u8]) -> Stored<()>;

    /// Counts one more attempt of somebody, and gives how many there were since a window began; a window begins with the
    /// first attempt after the last one ended.
    async fn count_attempt(&self, who: &[u8], now: Moment, window_ends: Moment) -> Stored<i64>;
    /// Forgets somebody's attempts.
    async fn clear_attempts(&self, who: &[u8]) -> Stored<()>;

    /// Adds a record with its key, both or none. [`StoreError::Taken`] for a code that is there already,
    /// [`StoreError::Full`] when its account, or all codes together, hold `most` records.
    async fn add_record(&self, record: &SealedRecord, most: i64) -> Stored<()>;
    /// The record of a code, or the account's record of an id.
    async fn record(&self, owner: &Owner, id: Option<&str>) -> Stored<Option<SealedRecord>>;
    /// All records of an account, the last written first.
    async fn records_of(&self, account: &str) -> Stored<Vec<SealedRecord>>;
    /// Writes a record anew under its id, owner and key. False when it is not there any more.
    async fn rewrite_record(
        &self,
        owner: &Owner,
        id: &str,
        title: &[u8],
        body: &[u8],
        now: Moment,
    ) -> Stored<bool>;
    /// Notes that the owner looked at a record.
    async fn note_use(&self, id: &str, now: Moment) -> Stored<()>;
    /// Takes a record away with its key. False when it is not there.
    async fn remove_record(&self, owner: &Owner, id: &str) -> Stored<bool>;

    /// Accounts in the order of their ids, so many after one.
    async fn accounts_after(&self, id: &str, most: i64) -> Stored<Vec<Account>>;
    /// Puts another login and name down for an account. False when they are not as before any more.
    async fn reseal_account(&self, before: &Account, anew: &Account) -> Stored<bool>;
    /// Wrapped keys of accounts' records in the order of the records' ids, so many after one: record, account, key.
    async fn keys_after(&self, id: &str, most: i64) -> Stored<Vec<(String, String, Vec<u8>)>>;
    /// Puts a key down that is wrapped anew. False when it is not as before any more.
    async fn rewrap(&self, record: &str, before: &[u8], anew: &[u8]) -> Stored<bool>;
    /// Gives the record of a code another digest and wrapped key, both or none. False when they are not as before any more.
    async fn move_record(&self, before: &SealedRecord, anew: &SealedRecord) -> Stored<bool>;

    /// Remembers a sign-in that goes to an identity provider.
    async fn add_journey(&self, journey: &Journey) -> Stored<()>;
    /// Takes a journey out, once and never again, unless it is too late.
    async fn take_journey(&self, state: &[u8], now: Moment) -> Stored<Option<Vec<u8>>>;

    /// Takes away what was not used since a moment: records with their keys, accounts that hold none; and, at any age, sessions,
    /// attempts and journeys that have ended.
    async fn forget(&self, unused_since: Moment, now: Moment) -> Stored<Forgotten>;
}
