//! Whether somebody who asks for a code gets one, as far as numbers and limits go.

use passlock_core::protocol::Reason;
use passlock_core::{PhoneNumber, Timestamp};

use crate::app::App;
use crate::caller::Caller;
use crate::codes::Subject;
use crate::config::{BackOff, Client, Country, Unserved};
use crate::error::ApiError;
use crate::events::Event;
use crate::identity::Identity;
use crate::limits::{Bucket, Limit, Rate, Refusal};
use crate::store::{Admitted, Former, Obstacle, Order, Pauses, StoreError, Waiting, Withdrawal};

/// Everything that a request for a code has to pass.
pub(crate) struct Gate<'a> {
    app: &'a App,
    client: &'a Client,
    subject: &'a Subject<'a>,
    network: String,
    /// What is taken from, the bucket that most requests share last. Two requests that share any of them take in the same
    /// order.
    buckets: Vec<Bucket>,
    /// A code that could not be entered is not sent.
    lockout: Bucket,
    now: Timestamp,
}

/// What was taken for a message.
pub(crate) struct Receipt {
    subject: String,
    code_id: String,
    former: Option<Former>,
    /// In the order in which they were taken from.
    buckets: Vec<Bucket>,
}

/// Whether a number gets messages here at all. Nothing is counted for one that does not.
pub(crate) fn check_number(app: &App, caller: &Caller, client: &Client, number: PhoneNumber) -> Result<(), ApiError> {
    let Err(unserved) = app.settings.numbers.check(number) else { return Ok(()) };
    let (client, network) = (client.id.as_str(), &caller.network());
    let reason = match unserved {
        Unserved::Country(country) => {
            Event::CountryRefused { country, client, network }.tell();
            Reason::CountryNotServed
        }
        Unserved::Kind(kind) => {
            let whom = &Identity::from(&number);
            Event::TypeRefused { whom, kind: kind.google_name(), client, network }.tell();
            Reason::NumberNotTextable
        }
    };
    Err(ApiError::Unserved(reason))
}

impl<'a> Gate<'a> {
    /// The limits of one request. An email address has no country.
    pub(crate) fn new(
        app: &'a App,
        caller: &Caller,
        client: &'a Client,
        subject: &'a Subject<'a>,
        country: Option<Country>,
    ) -> Self {
        let (settings, network, whom) = (&app.settings, caller.network(), subject.identity.key());
        let bucket = |purpose: &str, part: &str, rate: Rate, limit| {
            let name = app.keys.hash.fingerprint(purpose, &[part]);
            Bucket { name, rate, limit }
        };
        let own = [
            bucket("start by number", whom, settings.number_limit, Limit::Number),
            caller.bucket(app, "start by address", settings.address_limit, Limit::Address),
        ];
        let shared = [
            ("start by network", network.as_str(), settings.network_limit, Limit::Network),
            ("start by client", &client.id, settings.client_limit, Limit::Client),
            (
                "start by country",
                country.as_ref().map_or("", Country::name),
                settings.country_limit.filter(|_| country.is_some()),
                Limit::Country,
            ),
            ("start", "", settings.global_limit, Limit::Everybody),
        ];
        let shared =
            shared.into_iter().filter_map(|(purpose, part, rate, limit)| Some(bucket(purpose, part, rate?, limit)));
        let buckets = own.into_iter().chain(shared).collect();
        let lockout = caller.failures(app, &subject.identity);
        Self { app, client, subject, network, buckets, lockout, now: app.now() }
    }

    /// Fails when something stands against the request already.
    pub(crate) async fn check(&self) -> Result<(), ApiError> {
        let gauges: Vec<_> = self.buckets.iter().chain([&self.lockout]).map(Bucket::gauge).collect();
        let found = self.app.store.obstacles(self.subject.key(), self.pauses(), &gauges, self.now).await?;
        if found.is_empty() { Ok(()) } else { Err(self.refuse(&found)) }
    }

    /// Takes from every bucket and has the code wait, or does nothing at all. Says when the next may be asked for, and what
    /// can be given back.
    pub(crate) async fn pass(&self, waiting: &Waiting) -> Result<(Timestamp, Receipt), ApiError> {
        let gauges: Vec<_> = self.buckets.iter().map(Bucket::gauge).collect();
        let (subject, pauses, now) = (self.subject.key(), self.pauses(), self.now);
        let order = Order { subject, waiting, pauses, gauges: &gauges, now };
        let admitted = self.app.store.admit(&order).await?.map_err(|found| self.refuse(&found))?;
        let Admitted { next, former } = admitted;
        let (code_id, buckets) = (waiting.code_id.clone(), self.buckets.clone());
        Ok((next, Receipt { subject: subject.to_owned(), code_id, former, buckets }))
    }

    fn pauses(&self) -> Pauses {
        let BackOff { first, most, forget_after } = self.app.settings.back_off;
        // Pauses that were begun under other settings end with them.
        let most = if first.is_zero() { first } else { most };
        Pauses { first, most, forget: forget_after }
    }

    /// Of all that stands against it, what does so for longest.
    fn refuse(&self, found: &[Obstacle]) -> ApiError {
        let refusals = found.iter().map(|obstacle| match *obstacle {
            Obstacle::Early(moment) => Refusal::until(Limit::BackOff, moment, self.now),
            Obstacle::Empty(at, full_at) => self.buckets.get(at).unwrap_or(&self.lockout).refusal(full_at, self.now),
        });
        // Whoever is shut out learns that before anything else.
        let longest = refusals.max_by_key(|refusal| (refusal.limit == Limit::Lockout, refusal.retry_after));
        let Some(refusal) = longest else { return ApiError::Internal };
        let (whom, client) = (&self.subject.identity, Some(self.client.id.as_str()));
        Event::LimitHit { refusal, whom: Some(whom), client, network: &self.network }.tell();
        if refusal.limit == Limit::Lockout { ApiError::LockedOut(refusal) } else { ApiError::TooManyRequests(refusal) }
    }
}

impl Receipt {
    /// No message went out: the code that waited before waits again, for as long as it would have, and the number is as it
    /// was. What others share is given back only where the provider `was_not_asked`, so that asking it stays limited.
    pub(crate) async fn give_back(&self, app: &App, was_not_asked: bool) -> Result<(), StoreError> {
        let is_returned = |bucket: &&Bucket| was_not_asked || bucket.limit == Limit::Number;
        let gauges: Vec<_> = self.buckets.iter().filter(is_returned).map(Bucket::gauge).collect();
        let (subject, code_id, former) = (self.subject.as_str(), self.code_id.as_str(), self.former.as_ref());
        app.store.withdraw(&Withdrawal { subject, code_id, former, gauges: &gauges }).await.map(|_| ())
    }
}
