//! Another key for the site. From then on everything is written under the new one; the one so far opens what was written before.
//!
//! What the site can open by itself is sealed anew by [`Keeper::renew`]: names, and the keys of accounts' records. What it cannot is
//! sealed anew when somebody comes back with the code, or by the identity provider. Whatever nobody comes back for is taken away
//! after the declared days: then the old key opens nothing any more, and its mark is taken away. As long as that is there, the site
//! does not start without the key.

use super::people::name_about;
use super::records::key_about;
use super::seal::{Keys, seal, unseal};
use super::{DAY, KEY_MARK, KeepError, Keeper, ResumeCode};
use crate::store::{Account, Moment, Owner, SealedRecord, StoreError};

/// The beginning of the names under which the store has marks of older keys, each with when another key took its place.
const OLDER: &str = "older key ";
/// How many are sealed anew at a time.
const AT_A_TIME: i64 = 200;

/// What was sealed anew.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Renewed {
    /// Accounts, by their names.
    pub accounts: u64,
    /// Records of accounts, by their keys.
    pub records: u64,
}

impl Keeper {
    /// Sees to it that the store is written under the present key, and that no older one is missing that may be needed.
    pub(super) async fn take_over(&self) -> Result<(), KeepError> {
        let mark = self.keys.mark();
        let there = self.store.put_mark(KEY_MARK, &mark).await?;
        if there != mark {
            if !self.keys.old().iter().any(|keys| keys.mark() == there) {
                return Err(KeepError::OtherKey);
            }
            // First what will be needed, then the change: an end between the two asks for too much, never for too little.
            self.store.set_mark(&older(&there), &self.now().0.to_be_bytes()).await?;
            if !self.store.replace_mark(KEY_MARK, &there, &mark).await? {
                return Err(KeepError::OtherKey);
            }
        }
        let given: Vec<String> = self.keys.all().map(|keys| older(&keys.mark())).collect();
        let needed = self.store.marks(OLDER).await?;
        if needed.iter().all(|(name, _)| given.contains(name)) { Ok(()) } else { Err(KeepError::OlderKey) }
    }

    /// Until when older keys may be needed; none when none is.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn older_until(&self) -> Result<Option<Moment>, KeepError> {
        let needed = self.store.marks(OLDER).await?;
        let changed = needed.iter().map(|(_, at)| moment(at)).collect::<Result<Vec<_>, _>>()?;
        // A day more, so that nobody has to count hours.
        Ok(changed.into_iter().max().map(|at| self.until(at).later(DAY)))
    }

    /// Seals under the present key what the site can open by itself and is still sealed with an older one; and parts with older
    /// keys that are not needed any more.
    ///
    /// # Errors
    /// When the store does not answer, or something opens with no key; what was sealed anew until then stays so.
    pub async fn renew(&self) -> Result<Renewed, KeepError> {
        let mut renewed = Renewed::default();
        if self.keys.old().is_empty() {
            return Ok(renewed);
        }
        let mut after = String::new();
        loop {
            let accounts = self.store.accounts_after(&after, AT_A_TIME).await?;
            let Some(last) = accounts.last() else { break };
            after.clone_from(&last.id);
            for account in &accounts {
                renewed.accounts += u64::from(self.renew_account(account).await?);
            }
        }
        after.clear();
        loop {
            let keys = self.store.keys_after(&after, AT_A_TIME).await?;
            let Some((last, _, _)) = keys.last() else { break };
            after.clone_from(last);
            for (id, account, wrapped) in &keys {
                let about = key_about(&Owner::Account(account.clone()), id);
                if unseal(self.keys.wrapping(), about.as_bytes(), wrapped).is_ok() {
                    continue;
                }
                let key = self.keys.unseal(Keys::wrapping, about.as_bytes(), wrapped)?;
                let anew = seal(self.keys.wrapping(), self.dice()?, about.as_bytes(), &key)?;
                renewed.records += u64::from(self.store.rewrap(id, wrapped, &anew).await?);
            }
        }
        self.part_with_older().await?;
        Ok(renewed)
    }

    /// Takes away the marks of older keys that nothing can need any more.
    async fn part_with_older(&self) -> Result<(), KeepError> {
        let mut late = Vec::new();
        for (name, at) in self.store.marks(OLDER).await? {
            if self.until(moment(&at)?).later(DAY) <= self.now() {
                late.push(name);
            }
        }
        if !late.is_empty() {
            // What was not used since is gone, and what was used is sealed anew.
            self.forget().await?;
        }
        for name in late {
            self.store.remove_mark(&name).await?;
        }
        Ok(())
    }

    async fn renew_account(&self, account: &Account) -> Result<bool, KeepError> {
        let about = name_about(&account.id);
        if unseal(self.keys.names(), about.as_bytes(), &account.name).is_ok() {
            return Ok(false);
        }
        let name = self.keys.unseal(Keys::names, about.as_bytes(), &account.name)?;
        let sealed = seal(self.keys.names(), self.dice()?, about.as_bytes(), &name)?;
        // Of whom a provider vouches for, the site has a digest only, which is made anew when they come back.
        let login = match &account.passphrase {
            Some(_) => self.login(std::str::from_utf8(&name).map_err(|_| KeepError::Damaged)?),
            None => account.login.clone(),
        };
        let anew = Account { login, name: sealed, ..account.clone() };
        Ok(self.store.reseal_account(account, &anew).await?)
    }

    /// The record of a code that was kept under an older key, sealed anew; none when there is none.
    pub(super) async fn kept_before(&self, code: &ResumeCode) -> Result<Option<SealedRecord>, KeepError> {
        for keys in self.keys.old() {
            let owner = Owner::Code(keys.digest("code", &[code.bytes()]));
            let Some(record) = self.store.record(&owner, None).await? else { continue };
            let about = key_about(&record.owner, &record.id);
            let key = unseal(&keys.wrapping_by(code.bytes())?, about.as_bytes(), &record.wrapped)?;
            let wrapping = self.keys.wrapping_by(code.bytes())?;
            let anew = SealedRecord {
                owner: Owner::Code(self.keys.digest("code", &[code.bytes()])),
                wrapped: seal(&wrapping, self.dice()?, about.as_bytes(), &key)?,
                ..record.clone()
            };
            // Somebody else with the same code may have come first: then it is there under the new digest.
            self.store.move_record(&record, &anew).await?;
            return Ok(self.store.record(&anew.owner, None).await?);
        }
        Ok(None)
    }

    /// The account of a login that was made under an older key, found from now on under the present one.
    pub(super) async fn account_before(
        &self,
        login: impl Fn(&Keys) -> Vec<u8>,
    ) -> Result<Option<Account>, KeepError> {
        for keys in self.keys.old() {
            let Some(account) = self.store.account_of_login(&login(keys)).await? else { continue };
            let anew = Account { login: login(&self.keys), ..account.clone() };
            match self.store.reseal_account(&account, &anew).await {
                Ok(_) | Err(StoreError::Taken) => {}
                Err(error) => return Err(error.into()),
            }
            return Ok(self.store.account_of_login(&anew.login).await?);
        }
        Ok(None)
    }
}

fn older(mark: &[u8]) -> String {
    format!("{OLDER}{}", super::hex(mark))
}

fn moment(bytes: &[u8]) -> Result<Moment, KeepError> {
    bytes.try_into().map(|bytes| Moment(i64::from_be_bytes(bytes))).map_err(|_| KeepError::Damaged)
}
