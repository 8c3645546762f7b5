//! What is counted elsewhere, read when somebody asks.

use std::fmt;
use std::sync::Arc;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric as _};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;

use crate::delivery::{Counts, Delivery, Outcome};
use crate::store::Store;

/// The connections to the database.
#[derive(Debug)]
pub(super) struct Connections(pub(super) Store);

impl Collector for Connections {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let help = "Connections to the database";
        let mut family = encoder.encode_descriptor("database_connections", help, None, MetricType::Gauge)?;
        for (pool, state, count) in self.0.connections() {
            let labels = [("pool", pool), ("state", state)];
            ConstGauge::new(i64::from(count)).encode(family.encode_family(&labels)?)?;
        }
        Ok(())
    }
}

/// What became of messages.
pub(super) struct Messages(pub(super) Vec<Arc<dyn Delivery>>);

impl Messages {
    fn counts(&self) -> Vec<&Counts> {
        let mut counts: Vec<_> = self.0.iter().filter_map(|delivery| delivery.counts()).collect();
        // One provider may carry the messages of every connection.
        counts.dedup_by_key(|counts| counts.provider());
        counts
    }
}

impl fmt::Debug for Messages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Messages").field(&self.counts()).finish()
    }
}

impl Collector for Messages {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let all = self.counts();
        if all.is_empty() {
            return Ok(());
        }
        let help = "Messages that were handed to the provider, by what became of them";
        let mut family = encoder.encode_descriptor("messages", help, None, MetricType::Counter)?;
        for counts in &all {
            for outcome in Outcome::ALL {
                let labels = [("provider", counts.provider()), ("outcome", outcome.name())];
                ConstCounter::new(counts.of(outcome)).encode(family.encode_family(&labels)?)?;
            }
        }
        let help = "Attempts beyond the first of each message";
        let mut family = encoder.encode_descriptor("message_retries", help, None, MetricType::Counter)?;
        for counts in &all {
            ConstCounter::new(counts.retries()).encode(family.encode_family(&[("provider", counts.provider())])?)?;
        }
        let help = "Times that the provider began to be left alone";
        let mut family = encoder.encode_descriptor("provider_rests", help, None, MetricType::Counter)?;
        for counts in &all {
            ConstCounter::new(counts.openings()).encode(family.encode_family(&[("provider", counts.provider())])?)?;
        }
        Ok(())
    }
}
