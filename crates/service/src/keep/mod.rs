//! What a person may leave with the site, and how it is guarded: records, sealed, with an account or a resume code.
//!
//! In reading order: [`Keeper`] does what the pages ask for; `records.rs` and `people.rs` are its two halves; `renew.rs` changes
//! the site's key; `seal.rs` has the keys, `code.rs` the resume codes, `passphrase.rs` the passphrases. Clock, dice and key come from outside, in [`Outside`].

mod code;
mod passphrase;
mod people;
mod records;
mod renew;
mod seal;

pub use code::{Mistyped, ResumeCode};
pub use passphrase::Weak;
pub use people::{Person, Refusal, Ticket};
pub use records::{Kept, KeptRecord};
pub use renew::Renewed;
pub use seal::{MASTER_BYTES, Master};

use crate::store::{Forgotten, Moment, SamplePerson, Store, StoreError};
use seal::{Keyring, Keys};
use std::fmt;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use terms::civil;
use tokio::sync::Semaphore;

/// How many passphrases are digested at a time: each takes 19 MiB and a core.
const AT_A_TIME: usize = 2;
/// How many more may wait for that.
const MAY_WAIT: usize = 32;
/// The name under which the store has a digest of the key.
const KEY_MARK: &str = "key";

const DAY: i64 = 24 * 3600;

/// Says what time it is.
pub type Clock = Box<dyn Fn() -> Moment + Send + Sync>;

/// Fills bytes with what nobody can guess; false when that is not to be had.
pub type Dice = Box<dyn Fn(&mut [u8]) -> bool + Send + Sync>;

/// What the keeper takes from outside.
pub struct Outside {
    /// What time it is.
    pub now: Clock,
    /// Where random numbers come from.
    pub dice: Dice,
}

/// How long things are kept, and how much.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// After how many days without use a record is taken away.
    pub days: u16,
    /// How many records one address may leave under codes in a day, and how many accounts it may make; none for as many as it likes.
    pub a_day: Option<NonZeroU32>,
    /// How many records are kept under codes; none for as many as there is room for.
    pub by_code: Option<NonZeroU32>,
}

impl Limits {
    /// So many days, and nothing else.
    pub fn of_days(days: u16) -> Limits {
        Limits { days, a_day: None, by_code: None }
    }
}

/// Why something was not kept, found or given out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum KeepError {
    /// The store did not do it.
    Store(StoreError),
    /// There are no random numbers.
    Dice,
    /// Something sealed cannot be opened: the key is another, or somebody changed it.
    Damaged,
    /// Too many passphrases are being looked at; try again.
    Busy,
    /// One address has left as much in a day as it may.
    Enough,
    /// As many records are kept under codes as may be.
    NoRoom,
    /// The key is not the one under which this store is written.
    OtherKey,
    /// Something may still be sealed with an older key, which was not given.
    OlderKey,
}

impl fmt::Display for KeepError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            KeepError::Store(error) => error.fmt(out),
            KeepError::Dice => out.write_str("系统没有给出随机数"),
            KeepError::Damaged => out.write_str("存着的内容打不开：密钥不对，或者内容被改过"),
            KeepError::Busy => out.write_str("正在忙，请稍后再试"),
            KeepError::Enough => out.write_str("这个来源今天保存得够多了"),
            KeepError::NoRoom => out.write_str("用恢复码保存的记录已经满了"),
            KeepError::OtherKey => out.write_str("密钥不是这个数据库用的那一把"),
            KeepError::OlderKey => out.write_str("还有记录是用旧密钥封的，没有给出那把旧密钥"),
        }
    }
}

impl std::error::Error for KeepError {}

impl From<StoreError> for KeepError {
    fn from(error: StoreError) -> KeepError {
        KeepError::Store(error)
    }
}

/// Keeps records for people.
pub struct Keeper {
    store: Arc<dyn Store>,
    keys: Keyring,
    outside: Outside,
    limits: Limits,
    digesting: Semaphore,
    waiting: Semaphore,
}

impl Keeper {
    /// A keeper over a store, with the site's key and older ones that may still be needed, within limits. With a new key and the
    /// one so far among the older ones, the store changes over: see [`Keeper::renew`].
    ///
    /// # Errors
    /// [`KeepError::OtherKey`] when the store is written under another key, [`KeepError::OlderKey`] when an older one may still be
    /// needed and is not given: what is in the store could not be read.
    pub async fn open(
        store: Arc<dyn Store>,
        master: &[u8; MASTER_BYTES],
        older: &[Master],
        outside: Outside,
        limits: Limits,
    ) -> Result<Keeper, KeepError> {
        let keeper = Keeper {
            store,
            keys: Keyring::of(master, older)?,
            outside,
            limits,
            digesting: Semaphore::new(AT_A_TIME),
            waiting: Semaphore::new(AT_A_TIME + MAY_WAIT),
        };
        keeper.take_over().await?;
        Ok(keeper)
    }

    /// True when a store was begun with some key: it must not be given a new one.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn has_key(store: &dyn Store) -> Result<bool, KeepError> {
        Ok(store.mark(KEY_MARK).await?.is_some())
    }

    /// After how many days without use a record is taken away.
    pub fn keep_days(&self) -> u16 {
        self.limits.days
    }

    /// When something last used at a moment will be taken away.
    pub fn until(&self, used: Moment) -> Moment {
        used.later(i64::from(self.limits.days) * DAY)
    }

    /// The made-up people.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn sample_people(&self) -> Result<Vec<SamplePerson>, KeepError> {
        Ok(self.store.sample_people().await?)
    }

    /// Takes away what was not used for the declared days, with its keys, and what has ended.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn forget(&self) -> Result<Forgotten, KeepError> {
        let now = self.now();
        Ok(self.store.forget(now.later(-i64::from(self.limits.days) * DAY), now).await?)
    }

    /// Whether the store answers.
    pub async fn is_ready(&self) -> bool {
        self.store.ping().await.is_ok()
    }

    /// What has to be sent along with a form of somebody's pages, so that no other site can send it: made from the cookie, and
    /// masked anew each time, so that the length of a compressed page tells nothing of it.
    ///
    /// # Errors
    /// [`KeepError::Dice`].
    pub fn form_token(&self, cookie: &str) -> Result<String, KeepError> {
        let mask = self.dice::<32>()?;
        let masked = mask.iter().zip(self.keys.digest("form", &[cookie.as_bytes()])).map(|(a, b)| a ^ b);
        Ok(hex(&mask) + &hex(&masked.collect::<Vec<u8>>()))
    }

    /// True when a token was made for a cookie. How long the answer takes does not tell how much of it is right.
    pub fn knows_form_token(&self, cookie: &str, token: &str) -> bool {
        let Some(token) = unhex(token) else { return false };
        let fits = |keys: &Keys| {
            let known = keys.digest("form", &[cookie.as_bytes()]);
            let Some((mask, masked)) = token.split_at_checked(known.len()) else { return false };
            let differ = mask.iter().zip(masked).zip(&known).fold(0, |all, ((a, b), c)| all | (a ^ b ^ c));
            masked.len() == known.len() && differ == 0
        };
        self.keys.all().any(fits)
    }

    /// A fresh random text for a cookie or an id.
    ///
    /// # Errors
    /// [`KeepError::Dice`].
    pub fn fresh<const N: usize>(&self) -> Result<String, KeepError> {
        Ok(hex(&self.dice::<N>()?))
    }

    /// Counts one thing more that somebody without an account leaves from an address; [`KeepError::Enough`] when it has left as
    /// many in a day as it may. The store has a keyed digest of the address until the day is over, and nothing else of it.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn count_guest(&self, from: IpAddr) -> Result<(), KeepError> {
        let Some(most) = self.limits.a_day else { return Ok(()) };
        let who = self.keys.digest("guest", &[from.to_string().as_bytes()]);
        let now = self.now();
        let count = self.store.count_attempt(&who, now, now.later(DAY)).await?;
        if count > i64::from(most.get()) { Err(KeepError::Enough) } else { Ok(()) }
    }

    fn now(&self) -> Moment {
        (self.outside.now)()
    }

    fn dice<const N: usize>(&self) -> Result<[u8; N], KeepError> {
        let mut bytes = [0; N];
        if (self.outside.dice)(&mut bytes) { Ok(bytes) } else { Err(KeepError::Dice) }
    }
}

/// Writes into the log what a retention run took away, or that it could not.
pub fn note_forgotten(run: Result<Forgotten, KeepError>) {
    match run {
        Ok(Forgotten { records: 0, accounts: 0 }) => {}
        Ok(Forgotten { records, accounts }) => tracing::info!(records, accounts, "unused, deleted"),
        Err(error) => tracing::error!(why = %error, "not deleted"),
    }
}

/// Writes into the log what was sealed anew after the site's key was changed, and until when the old one is needed.
pub fn note_renewed(run: Result<Renewed, KeepError>, needed: Result<Option<Moment>, KeepError>) {
    match run {
        Ok(Renewed { accounts: 0, records: 0 }) => {}
        Ok(Renewed { accounts, records }) => tracing::info!(accounts, records, "sealed with the new key"),
        Err(error) => tracing::error!(why = %error, "not sealed with the new key"),
    }
    match needed {
        Ok(None) => {}
        Ok(Some(until)) => {
            let day = civil::day_of_number(i32::try_from(until.0.div_euclid(DAY)).unwrap_or(i32::MAX));
            tracing::info!(until = %day.to_string(), "old keys are needed");
        }
        Err(error) => tracing::error!(why = %error, "old keys"),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.chars().map(|c| u8::try_from(c.to_digit(16)?).ok()).collect::<Option<Vec<u8>>>()?;
    let pair = |pair: &[u8]| match pair {
        [high, low] => Some(high * 16 + low),
        _ => None,
    };
    digits.chunks(2).map(pair).collect()
}
