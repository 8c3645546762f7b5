//! How slow the device and its network are made.

use anyhow::Result;
use passlock_e2e::Browser;
use serde_json::json;

/// A device and its network.
pub(crate) struct Profile {
    /// How many times slower than this machine the page's thread is.
    cpu: u32,
    network: Option<Network>,
}

/// The browser waits this long at each request, whether it needs a new connection or not.
struct Network {
    /// Milliseconds.
    round_trip: u32,
    bits_per_second: u32,
}

pub(crate) const PROFILES: [Profile; 3] = [
    Profile { cpu: 1, network: None },
    Profile { cpu: 4, network: Some(Network { round_trip: 170, bits_per_second: 9_000_000 }) },
    Profile { cpu: 4, network: Some(Network { round_trip: 562, bits_per_second: 1_600_000 }) },
];

impl Profile {
    /// In as few words as the heading of a table has room for.
    pub(crate) fn name(&self) -> String {
        match &self.network {
            None => "not slowed".into(),
            Some(Network { round_trip, bits_per_second }) => {
                format!("CPU/{}, {} Mbit/s, {round_trip} ms", self.cpu, f64::from(*bits_per_second) / 1e6)
            }
        }
    }

    /// Slows down the tab that the browser is at.
    pub(crate) async fn apply(&self, browser: &Browser) -> Result<()> {
        browser.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": self.cpu })).await?;
        if let Some(Network { round_trip, bits_per_second }) = self.network {
            let bytes = bits_per_second / 8;
            let conditions = json!({
                "offline": false,
                "latency": round_trip,
                "downloadThroughput": bytes,
                "uploadThroughput": bytes,
            });
            browser.devtools("Network.enable", json!({})).await?;
            browser.devtools("Network.emulateNetworkConditions", conditions).await?;
        }
        Ok(())
    }
}
