//! What is done to people who came with a passkey alone: no number says who they are, so it is the id in their `sub`.

use passlock_core::Timestamp;

use crate::events::Event;
use crate::operator::{Account, Operator, OperatorError};
use crate::store::PASSKEY;

impl Operator {
    /// What is kept of the person with this id, which is the `sub` without `passkey|`; `None` when there is no account.
    ///
    /// # Errors
    /// [`OperatorError`] when the database did not answer.
    pub async fn passkey_account(&self, id: &str) -> Result<Option<Account>, OperatorError> {
        self.account_of(PASSKEY, id).await
    }

    /// Shuts the person out, or lets them in again when there is no moment since when. `false` when there is no account.
    ///
    /// # Errors
    /// [`OperatorError`] when the database did not take it.
    pub async fn block_passkey_account(&self, id: &str, since: Option<Timestamp>) -> Result<bool, OperatorError> {
        let is_known = self.store.block_user(PASSKEY, id, since).await?;
        if is_known {
            let event =
                if since.is_some() { Event::UserBlocked { whom: None } } else { Event::UserUnblocked { whom: None } };
            event.tell();
        }
        Ok(is_known)
    }

    /// Forgets the person: the account, all logins, the passkeys. `false` when there is no account.
    ///
    /// # Errors
    /// [`OperatorError`] when the database did not take it.
    pub async fn delete_passkey_account(&self, id: &str) -> Result<bool, OperatorError> {
        // No code ever waits for such a person, and no message was sent.
        let is_known = self.store.forget_person(PASSKEY, id, "").await?;
        if is_known {
            Event::UserDeleted { whom: None }.tell();
        }
        Ok(is_known)
    }
}
