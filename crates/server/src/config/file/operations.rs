//! How the server is run: a part of `[server]`, and `[traces]`.

use url::Url;

use super::keys::{self, Key};
use super::mistake::{Fault, Refusal};
use super::reading::{Reading, Scope};
use super::sections::{HOUR, MINUTE, SECOND, set};
use super::value;
use crate::config::operation::{LogFormat, Operation, TlsFiles, Traces};

impl Operation {
    pub(super) fn read<'a>(&mut self, reading: &mut Reading<'a>, server: Scope<'a>) {
        set(&mut self.listen, reading.take(server, &keys::LISTEN, value::socket_address));
        set(&mut self.header_timeout, reading.take(server, &keys::HEADER_TIMEOUT, value::span(SECOND..=HOUR)));
        set(&mut self.connections, reading.take(server, &keys::MOST_CONNECTIONS, value::connections));
        let delay = value::span(std::time::Duration::ZERO..=5 * MINUTE);
        set(&mut self.stop_delay, reading.take(server, &keys::STOP_DELAY, delay));
        self.tls = tls(reading, server).or(self.tls.take());
        self.metrics = reading.take(server, &keys::METRICS, value::socket_address).or(self.metrics);
        set(&mut self.log, reading.take(server, &keys::LOG, value::choice(LogFormat::NAMES.to_vec())));

        let traces = reading.section(&keys::TRACES);
        let endpoint = reading.take(traces, &keys::TRACES_ENDPOINT, collector);
        let sample = reading.take(traces, &keys::TRACES_SAMPLE, value::part).unwrap_or(1.0);
        self.traces = endpoint.map(|endpoint| Traces { endpoint, sample }).or(self.traces.take());
    }
}

/// One file is not enough.
fn tls<'a>(reading: &mut Reading<'a>, server: Scope<'a>) -> Option<TlsFiles> {
    let base = reading.file();
    let file = |reading: &mut Reading<'a>, key: &Key| {
        reading.take(server, key, |text| {
            let path = base.map_or_else(|| text.into(), |file| file.beside(text));
            let refusal = || Refusal::from(format!("{} is not a file", value::quoted(&path.display().to_string())));
            if path.is_file() { Ok(path.clone()) } else { Err(refusal()) }
        })
    };
    let before = reading.mistakes.len();
    let (certificate, key) = (file(reading, &keys::TLS_CERTIFICATE), file(reading, &keys::TLS_KEY));
    let (there, missing) = match (&certificate, &key) {
        (Some(_), None) => (&keys::TLS_CERTIFICATE, &keys::TLS_KEY),
        (None, Some(_)) => (&keys::TLS_KEY, &keys::TLS_CERTIFICATE),
        _ => return certificate.zip(key).map(|(certificate, key)| TlsFiles { certificate, key }),
    };
    if reading.mistakes.len() == before {
        let place = reading.place(server, there);
        reading.note(
            place,
            &format!("server.{}", missing.name),
            Fault::Missing("a certificate and its key go together"),
        );
    }
    None
}

/// The address of a collector; its usual path if there is none.
fn collector(text: &str) -> Result<Url, Refusal> {
    let refusal = || Refusal::from(format!("{} is not an address like http://127.0.0.1:4318", value::quoted(text)));
    let mut url = Url::parse(text).map_err(|_| refusal())?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() || !url.username().is_empty() {
        return Err(refusal());
    }
    if url.path() == "/" {
        url.set_path("/v1/traces");
    }
    Ok(url)
}
