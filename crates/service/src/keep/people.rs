//! People with an account: signing up, in and out.

use super::passphrase::{self, SALT_BYTES, Weak};
use super::seal::{Keys, seal, token_digest};
use super::{KeepError, Keeper};
use crate::store::{Account, Journey, Moment, StoreError};
use std::fmt;
use std::net::IpAddr;
use unicode_normalization::UnicodeNormalization as _;

/// How long a session lasts, in seconds: a day at a counter, not longer.
const SESSION: i64 = 12 * 3600;
/// How many attempts to sign in a name has in a window.
const ATTEMPTS: i64 = 10;
/// How long that window is, in seconds.
const WINDOW: i64 = 15 * 60;
/// How long a sign-in may stay with an identity provider, in seconds.
const JOURNEY: i64 = 15 * 60;
/// The longest name, in characters.
const LONGEST_NAME: usize = 40;

/// Somebody signed in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// The account's id.
    pub id: String,
    /// The name chosen at sign-up, or the one the identity provider gave.
    pub name: String,
    /// True when the account has a passphrase of its own.
    pub has_passphrase: bool,
}

/// A session's token, to be put into a cookie; the store has only its digest.
#[derive(Clone, PartialEq, Eq)]
pub struct Ticket(pub String);

/// A token does not get into logs.
impl fmt::Debug for Ticket {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Ticket(…)")
    }
}

/// Why somebody was not let in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// Name and passphrase do not fit, or there is no such name.
    Wrong,
    /// Too many attempts; wait.
    TooMany,
    /// The name is taken.
    Taken,
    /// The name is empty or too long.
    Name,
    /// The passphrase is not good enough.
    Weak(Weak),
    /// Something failed.
    Failed(KeepError),
}

impl<E: Into<KeepError>> From<E> for Refusal {
    fn from(error: E) -> Refusal {
        Refusal::Failed(error.into())
    }
}

/// A name as it is compared.
pub fn folded(name: &str) -> String {
    name.nfkc().collect::<String>().trim().to_lowercase()
}

impl Keeper {
    /// Makes an account for somebody at an address, and signs in.
    ///
    /// # Errors
    /// [`Refusal::Name`], [`Refusal::Weak`], [`Refusal::Taken`]; [`Refusal::Failed`] when the site cannot, with
    /// [`KeepError::Enough`] when the address has made and left as much in a day as it may.
    pub async fn sign_up(&self, name: &str, passphrase: &str, from: IpAddr) -> Result<Ticket, Refusal> {
        let name = name.trim();
        if folded(name).is_empty() || name.chars().count() > LONGEST_NAME {
            return Err(Refusal::Name);
        }
        passphrase::judge(passphrase, name).map_err(Refusal::Weak)?;
        self.count_guest(from).await?;
        let salt = self.dice::<SALT_BYTES>()?;
        let text = passphrase.to_owned();
        let digest = self.slowly(move || passphrase::digest(&text, salt)).await?;
        let digest = digest.ok_or(KeepError::Damaged)?;
        // A name that was taken under an older key is taken.
        if self.account_before(|keys| login(keys, name)).await?.is_some() {
            return Err(Refusal::Taken);
        }
        match self.add(self.login(name), name, Some(digest)).await {
            Err(KeepError::Store(StoreError::Taken)) => Err(Refusal::Taken),
            Err(error) => Err(error.into()),
            Ok(account) => Ok(self.begin(&account).await?),
        }
    }

    /// Signs in.
    ///
    /// # Errors
    /// [`Refusal::Wrong`], whether or not there is such a name; [`Refusal::TooMany`]; [`Refusal::Failed`].
    pub async fn sign_in(&self, name: &str, passphrase: &str) -> Result<Ticket, Refusal> {
        let login = self.login(name);
        self.allow(&login).await?;
        let account = self.account_of(name).await?;
        let known = account.as_ref().and_then(|account| account.passphrase.clone());
        let text = passphrase.to_owned();
        let right = self.slowly(move || passphrase::holds(&text, known.as_deref())).await?;
        match account {
            Some(account) if right => {
                self.store.clear_attempts(&self.who(&login)).await?;
                Ok(self.begin(&account.id).await?)
            }
            _ => Err(Refusal::Wrong),
        }
    }

    /// Puts another passphrase in the place of the one so far, ends all sessions of the account, and signs in anew.
    ///
    /// # Errors
    /// [`Refusal::Wrong`] when the one so far is another; otherwise as [`Keeper::sign_up`].
    pub async fn change_passphrase(
        &self,
        person: &Person,
        before: &str,
        after: &str,
    ) -> Result<Ticket, Refusal> {
        let login = self.login(&person.name);
        self.allow(&login).await?;
        let account = self.account_of(&person.name).await?;
        let known = account.filter(|account| account.id == person.id).and_then(|account| account.passphrase);
        let text = before.to_owned();
        if !self.slowly(move || passphrase::holds(&text, known.as_deref())).await? {
            return Err(Refusal::Wrong);
        }
        passphrase::judge(after, &person.name).map_err(Refusal::Weak)?;
        let salt = self.dice::<SALT_BYTES>()?;
        let text = after.to_owned();
        let digest = self.slowly(move || passphrase::digest(&text, salt)).await?;
        self.store.set_passphrase(&person.id, &digest.ok_or(KeepError::Damaged)?).await?;
        self.store.clear_attempts(&self.who(&login)).await?;
        Ok(self.begin(&person.id).await?)
    }

    /// Signs somebody in for whom an identity provider vouches, with an account made at the first time.
    ///
    /// # Errors
    /// When the site cannot.
    pub async fn vouched(&self, issuer: &str, subject: &str, name: &str) -> Result<Ticket, KeepError> {
        let digest = |keys: &Keys| keys.digest("provider", &[issuer.as_bytes(), subject.as_bytes()]);
        let login = digest(&self.keys);
        let known = match self.store.account_of_login(&login).await? {
            Some(account) => Some(account),
            None => self.account_before(digest).await?,
        };
        if let Some(account) = known {
            return self.begin(&account.id).await;
        }
        let name: String = name.chars().take(LONGEST_NAME).collect();
        match self.add(login.clone(), &name, None).await {
            Ok(account) => self.begin(&account).await,
            // Two first times at once: the other one made it.
            Err(KeepError::Store(StoreError::Taken)) => {
                let account = self.store.account_of_login(&login).await?.ok_or(KeepError::Damaged)?;
                self.begin(&account.id).await
            }
            Err(error) => Err(error),
        }
    }

    /// Who a session's token belongs to, while the session lasts.
    ///
    /// # Errors
    /// When the store does not answer, or the name cannot be opened.
    pub async fn who_is(&self, token: &str) -> Result<Option<Person>, KeepError> {
        let account = self.store.account_of_session(&token_digest(token), self.now()).await?;
        let Some(account) = account else { return Ok(None) };
        let name = self.keys.unseal(Keys::names, name_about(&account.id).as_bytes(), &account.name)?;
        let name = String::from_utf8(name.to_vec()).map_err(|_| KeepError::Damaged)?;
        Ok(Some(Person { id: account.id, name, has_passphrase: account.passphrase.is_some() }))
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn sign_out(&self, token: &str) -> Result<(), KeepError> {
        Ok(self.store.end_session(&token_digest(token)).await?)
    }

    /// Takes an account away with everything of it.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn close_account(&self, person: &Person) -> Result<bool, KeepError> {
        Ok(self.store.remove_account(&person.id).await?)
    }

    /// Remembers what a sign-in needs when it comes back from an identity provider.
    ///
    /// # Errors
    /// When the site cannot.
    pub async fn send_off(&self, state: &str, memory: &[u8]) -> Result<(), KeepError> {
        let digest = token_digest(state);
        let sealed = seal(self.keys.names(), self.dice()?, &digest, memory)?;
        let ends = self.now().later(JOURNEY);
        Ok(self.store.add_journey(&Journey { state: digest, sealed, ends }).await?)
    }

    /// What was remembered under a state: once, and not too late.
    ///
    /// # Errors
    /// When the site cannot.
    pub async fn come_back(&self, state: &str) -> Result<Option<Vec<u8>>, KeepError> {
        let digest = token_digest(state);
        let sealed = self.store.take_journey(&digest, self.now()).await?;
        sealed.map(|sealed| Ok(self.keys.unseal(Keys::names, &digest, &sealed)?.to_vec())).transpose()
    }

    /// What time it is.
    pub fn time(&self) -> Moment {
        self.now()
    }

    async fn add(&self, login: Vec<u8>, name: &str, passphrase: Option<String>) -> Result<String, KeepError> {
        let id = self.fresh::<16>()?;
        let name = seal(self.keys.names(), self.dice()?, name_about(&id).as_bytes(), name.as_bytes())?;
        let account = Account { id: id.clone(), login, name, passphrase };
        self.store.add_account(&account, self.now()).await?;
        Ok(id)
    }

    async fn begin(&self, account: &str) -> Result<Ticket, KeepError> {
        let token = self.fresh::<32>()?;
        let now = self.now();
        self.store.add_session(&token_digest(&token), account, now, now.later(SESSION)).await?;
        Ok(Ticket(token))
    }

    /// Counts an attempt before it is looked at, so that many at once are counted too.
    async fn allow(&self, login: &[u8]) -> Result<(), Refusal> {
        let now = self.now();
        let count = self.store.count_attempt(&self.who(login), now, now.later(WINDOW)).await?;
        if count > ATTEMPTS { Err(Refusal::TooMany) } else { Ok(()) }
    }

    fn who(&self, login: &[u8]) -> Vec<u8> {
        self.keys.digest("attempts", &[login])
    }

    pub(super) fn login(&self, name: &str) -> Vec<u8> {
        login(&self.keys, name)
    }

    async fn account_of(&self, name: &str) -> Result<Option<Account>, KeepError> {
        match self.store.account_of_login(&self.login(name)).await? {
            Some(account) => Ok(Some(account)),
            None => self.account_before(|keys| login(keys, name)).await,
        }
    }

    /// Does what takes long aside, a few at a time; [`KeepError::Busy`] when too many wait for it.
    async fn slowly<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, KeepError> {
        let _place = self.waiting.try_acquire().map_err(|_| KeepError::Busy)?;
        let _turn = self.digesting.acquire().await.map_err(|_| KeepError::Busy)?;
        tokio::task::spawn_blocking(work).await.map_err(|_| KeepError::Busy)
    }
}

/// The digest by which somebody of a name is found.
fn login(keys: &Keys, name: &str) -> Vec<u8> {
    keys.digest("name", &[folded(name).as_bytes()])
}

/// What a sealed name is about.
pub(super) fn name_about(account: &str) -> String {
    format!("name {account}")
}
