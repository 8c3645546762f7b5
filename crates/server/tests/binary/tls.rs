//! The program encrypts by itself, with a certificate that may change while it runs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{Request, Version};
use hyper_rustls::HttpsConnectorBuilder;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use crate::harness::{ANYWHERE, Running, check_refusal, command};

/// A folder with a certificate for this machine.
pub(crate) struct Files {
    folder: tempfile::TempDir,
}

impl Files {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Makes a new pair in the place of the old one; the certificate signs itself.
    pub(crate) fn renew(&self) -> CertificateDer<'static> {
        let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
        // As programs that renew certificates do: aside, and then in one step.
        let put = |name: &str, text: &str| {
            let aside = self.path("aside");
            fs::write(&aside, text).unwrap();
            fs::rename(&aside, self.path(name)).unwrap();
        };
        put("key.pem", &made.signing_key.serialize_pem());
        put("certificate.pem", &made.cert.pem());
        made.cert.der().clone()
    }

    fn server(&self) -> Running {
        Running::spawn(self.command())
    }

    pub(crate) fn command(&self) -> Command {
        with(&self.path("certificate.pem"), &self.path("key.pem"))
    }
}

fn with(certificate: &Path, key: &Path) -> Command {
    let mut command = command(&["--dev", "--database", "sqlite::memory:", "--listen", ANYWHERE]);
    command.env("PASSLOCK_SERVER__TLS_CERTIFICATE", certificate).env("PASSLOCK_SERVER__TLS_KEY", key);
    command
}

/// Asks over a connection of its own; `None` when the certificate is another one.
async fn ask(
    server: &Running,
    trusted: &CertificateDer<'static>,
    version: Version,
) -> Option<axum::http::Response<()>> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.clone()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let builder = HttpsConnectorBuilder::new().with_tls_config(config).https_only();
    let connector =
        if version == Version::HTTP_2 { builder.enable_http2().build() } else { builder.enable_http1().build() };
    let client = Client::builder(TokioExecutor::new()).build(connector);
    let request = Request::get(format!("https://{}/health", server.address)).body(Body::empty()).unwrap();
    let (head, _) = client.request(request).await.ok()?.into_parts();
    Some(axum::http::Response::from_parts(head, ()))
}

#[tokio::test]
async fn it_speaks_both_versions_of_http_and_asks_browsers_to_stay_with_it() {
    let files = Files::new();
    let certificate = files.renew();
    let server = files.server();
    for version in [Version::HTTP_11, Version::HTTP_2] {
        let answer = ask(&server, &certificate, version).await.unwrap();
        assert_eq!((answer.status().as_u16(), answer.version()), (200, version));
        assert_eq!(answer.headers()["strict-transport-security"], "max-age=31536000");
    }
    let another = Files::new().renew();
    assert!(ask(&server, &another, Version::HTTP_11).await.is_none(), "the certificate counts");
}

#[tokio::test]
async fn a_new_certificate_is_used_without_a_restart_and_a_broken_one_is_not() {
    let files = Files::new();
    let old = files.renew();
    let server = files.server();
    assert!(ask(&server, &old, Version::HTTP_11).await.is_some());
    fs::write(files.path("certificate.pem"), "broken").unwrap();
    until(async || server.log().contains("the new certificate is not used")).await;
    assert!(ask(&server, &old, Version::HTTP_11).await.is_some(), "the old one goes on");
    let new = files.renew();
    until(async || ask(&server, &new, Version::HTTP_11).await.is_some()).await;
    assert!(ask(&server, &old, Version::HTTP_11).await.is_none());
}

#[test]
fn a_certificate_and_a_key_that_do_not_go_together_are_refused_by_name() {
    let (files, others) = (Files::new(), Files::new());
    files.renew();
    others.renew();
    let refused = |certificate: &Path, key: &Path, status, part: &str| {
        check_refusal(&with(certificate, key).output().unwrap(), status, part);
    };
    let (certificate, key) = (files.path("certificate.pem"), files.path("key.pem"));
    refused(&certificate, &others.path("key.pem"), 1, "the certificate and the key do not go together");
    refused(&key, &key, 1, "key.pem has no certificate in it");
    refused(&certificate, &certificate, 1, "certificate.pem cannot be read");
    refused(&files.path("nothing.pem"), &key, 2, "nothing.pem\" is not a file");
}

#[test]
fn nobody_holds_a_connection_without_a_handshake() {
    let files = Files::new();
    files.renew();
    let mut command = files.command();
    command.env("PASSLOCK_SERVER__HEADER_TIMEOUT", "1s");
    let server = Running::spawn(command);
    let mut silent = std::net::TcpStream::connect(&server.address).unwrap();
    silent.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let mut answer = Vec::new();
    std::io::Read::read_to_end(&mut silent, &mut answer).unwrap();
    assert_eq!(answer, b"", "the connection is closed");
}

/// Waits until something is so, which has to be soon.
async fn until(is_so: impl AsyncFn() -> bool) {
    let begin = Instant::now();
    while !is_so().await {
        assert!(begin.elapsed() < Duration::from_secs(20), "it has not come to that");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
