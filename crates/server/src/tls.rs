//! Encryption by rustls, with a certificate that is read again when its files change.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use passlock_server::TlsFiles;
use thiserror::Error;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::pem::{self, PemObject as _};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::{ClientHello, ResolvesServerCert};
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::rustls::{self, ServerConfig};

/// Why there is no encryption.
#[derive(Debug, Error)]
pub(crate) enum TlsError {
    #[error("{} cannot be read: {}", .0.display(), .1)]
    File(PathBuf, pem::Error),
    #[error("{} has no certificate in it", .0.display())]
    NoCertificate(PathBuf),
    #[error("the certificate and the key do not go together: {0}")]
    Pair(rustls::Error),
    #[error("rustls does not start: {0}")]
    Setup(rustls::Error),
}

/// Takes encrypted connections, for HTTP/2 where the other side speaks it. Reads the files again when they change, as they
/// do when a certificate is renewed; while they are wrong, what was read before goes on.
pub(crate) fn acceptor(files: TlsFiles) -> Result<TlsAcceptor, TlsError> {
    let provider = Arc::new(default_provider());
    let current = Arc::new(Current(RwLock::new(Arc::new(read(&files)?))));
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(TlsError::Setup)?
        .with_no_client_auth()
        .with_cert_resolver(Arc::clone(&current) as Arc<dyn ResolvesServerCert>);
    config.alpn_protocols = vec![HTTP_2.to_vec(), b"http/1.1".to_vec()];
    tokio::spawn(renew(files, current));
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// HTTP/2, as the two sides agree on it (RFC 7301; RFC 9113, section 3.2).
pub(crate) const HTTP_2: &[u8] = b"h2";

#[derive(Debug)]
struct Current(RwLock<Arc<CertifiedKey>>);

impl ResolvesServerCert for Current {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner)))
    }
}

async fn renew(files: TlsFiles, current: Arc<Current>) {
    let mut seen = changed(&files);
    loop {
        tokio::time::sleep(LOOK_AGAIN).await;
        let now = changed(&files);
        // Whoever writes two files is not done after the first; the next look finds both.
        if now == seen || now.iter().any(Option::is_none) {
            continue;
        }
        seen = now;
        match read(&files) {
            Ok(key) => {
                *current.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(key);
                tracing::info!("the certificate was read again");
            }
            Err(error) => tracing::error!("the new certificate is not used: {error}"),
        }
    }
}

fn read(files: &TlsFiles) -> Result<CertifiedKey, TlsError> {
    let chain = CertificateDer::pem_file_iter(&files.certificate).and_then(Iterator::collect);
    let chain: Vec<_> = chain.map_err(|error| TlsError::File(files.certificate.clone(), error))?;
    if chain.is_empty() {
        return Err(TlsError::NoCertificate(files.certificate.clone()));
    }
    let key = PrivateKeyDer::from_pem_file(&files.key).map_err(|error| TlsError::File(files.key.clone(), error))?;
    CertifiedKey::from_der(chain, key, &default_provider()).map_err(TlsError::Pair)
}

fn changed(files: &TlsFiles) -> [Option<SystemTime>; 2] {
    let time = |path: &Path| -> io::Result<SystemTime> { fs::metadata(path)?.modified() };
    [&files.certificate, &files.key].map(|path| time(path).ok())
}

const LOOK_AGAIN: Duration = Duration::from_secs(2);
