//! The database: every line of SQL, behind functions that say what they mean.

mod admissions;
mod authorizations;
mod buckets;
mod ceremonies;
mod expiry;
mod families;
mod fault;
mod identities;
mod keys;
mod open;
mod outbox;
mod passages;
mod passkeys;
mod people;
mod redeem;
mod sessions;
mod sql;
mod tickets;
mod users;
mod withdrawals;

pub(crate) use admissions::{Admitted, Obstacle, Order, Pauses};
pub(crate) use authorizations::{AuthorizationRow, Exchange, Exchanged};
pub(crate) use buckets::Gauge;
pub(crate) use ceremonies::{Answered, NewCeremony, Question};
pub(crate) use expiry::{BATCH, Expiring};
pub(crate) use families::{FamilyRow, NewFamily, Renewal, Renewed};
pub use fault::StoreError;
pub(crate) use identities::{IdentityRow, Linked};
pub(crate) use keys::{KeyRow, SigningKeyRow};
pub use open::OpenError;
pub(crate) use open::copy;
pub(crate) use outbox::OutboxRow;
pub(crate) use passages::{Arrival, Passage, Passed};
pub(crate) use passkeys::{PASSKEY, PasskeyRow, Removed};
pub(crate) use redeem::{Attempt, Outcome, Sequel, Waiting};
pub(crate) use sessions::{NewSession, Visit, Visitor};
pub(crate) use tickets::{Admission, NewTicket, Presented};
pub(crate) use users::UserRow;
pub(crate) use withdrawals::{Former, Withdrawal};

use sql::{Pool, query};

/// The database, shared by every request of this process and by other processes.
///
/// SQLite has one writer at a time. One connection for writing makes requests queue here, in order, rather than poll a
/// lock; any number of readers go on beside it (write-ahead log). Postgres has rows to lock, and both pools are the same.
#[derive(Debug, Clone)]
pub(crate) struct Store {
    writer: Pool,
    reader: Pool,
}

impl Store {
    /// Its connections: for what, in which state, how many.
    pub(crate) fn connections(&self) -> impl Iterator<Item = (&'static str, &'static str, u32)> {
        [("writer", &self.writer), ("reader", &self.reader)].into_iter().flat_map(|(pool, connections)| {
            let counts = connections.connections().into_iter();
            ["idle", "used"].into_iter().zip(counts).map(move |(state, count)| (pool, state, count))
        })
    }

    /// Whether the database answers.
    pub(crate) async fn ping(&self) -> Result<(), StoreError> {
        self.reader.execute_lightly(&query("SELECT 1")).await?;
        Ok(())
    }
}
