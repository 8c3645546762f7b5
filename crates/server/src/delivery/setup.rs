//! From what a deployment decides to something that sends.

use std::io;
use std::sync::Arc;

use thiserror::Error;

use super::courier::{Care, Courier};
use super::gateway::Gateway;
use super::http::HttpClient;
use super::smtp::Smtp;
use super::twilio::Twilio;
use super::{Delivery, Outbox};
use crate::config::{DeliveryKind, DeliverySettings, EmailKind};

/// Why messages cannot be sent at all.
#[derive(Debug, Error)]
pub enum SetupError {
    /// A value that only showed to be wrong when it was used; the key is named.
    #[error("{0} cannot be used")]
    Address(&'static str),
    /// This system trusts no authority of certificates.
    #[error("no certificates to trust were found on this system (Debian has them in ca-certificates): {0}")]
    Certificates(#[from] io::Error),
}

/// What sends text messages; `None` when they stay in the outbox.
///
/// # Errors
/// [`SetupError`] when it cannot be made.
pub fn delivery(settings: &DeliverySettings) -> Result<Option<Arc<dyn Delivery>>, SetupError> {
    Ok(match &settings.sms {
        DeliveryKind::Outbox => None,
        DeliveryKind::Twilio(twilio) => {
            let twilio = Twilio::new(twilio, HttpClient::new()?)?;
            Some(Arc::new(Courier::new("twilio", twilio, Care::within(settings.timeout))))
        }
        DeliveryKind::Gateway(gateway) => {
            let gateway = Gateway::new(gateway, HttpClient::new()?)?;
            Some(Arc::new(Courier::new("gateway", gateway, Care::within(settings.timeout))))
        }
    })
}

/// What sends emails; `None` when they stay in the outbox.
///
/// # Errors
/// [`SetupError`] when it cannot be made.
pub fn email_delivery(settings: &DeliverySettings) -> Result<Option<Arc<dyn Delivery>>, SetupError> {
    Ok(match &settings.email {
        EmailKind::Outbox => None,
        EmailKind::Smtp(smtp) => Some(Arc::new(Courier::new("smtp", Smtp::new(smtp)?, Care::within(settings.timeout)))),
    })
}

/// What carries text messages, and what carries emails: the outbox where nothing else does.
pub(crate) fn posts(settings: &DeliverySettings, outbox: &Outbox) -> Result<[Arc<dyn Delivery>; 2], SetupError> {
    let or_outbox = |delivery: Option<Arc<dyn Delivery>>| delivery.unwrap_or_else(|| Arc::new(outbox.clone()));
    Ok([or_outbox(delivery(settings)?), or_outbox(email_delivery(settings)?)])
}

/// What this program calls itself to providers.
pub(super) const AGENT: &str = concat!("passlock-server/", env!("CARGO_PKG_VERSION"));
