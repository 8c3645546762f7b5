//! The backend behind TLS, as a proxy in front of it would have it, with a certificate of its own.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Result;
use rcgen::CertifiedKey;
use tempfile::TempDir;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// A port that speaks TLS as `localhost`; it is shut when this is dropped.
pub struct Door {
    port: u16,
    certificate: TempDir,
    server: Option<JoinHandle<()>>,
    listener: Option<TcpListener>,
}

impl Door {
    /// Takes a free port. Whoever knocks waits until there is something behind it.
    pub async fn new() -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let port = listener.local_addr()?.port();
        Ok(Self { port, certificate: tempfile::tempdir()?, server: None, listener: Some(listener) })
    }

    /// The issuer that a backend behind it has. It ends in a slash.
    #[must_use]
    pub fn issuer(&self) -> String {
        format!("https://localhost:{}/", self.port)
    }

    /// The file with the certificate, for who shall trust it.
    #[must_use]
    pub fn certificate(&self) -> PathBuf {
        self.certificate.path().join("certificate.pem")
    }

    /// Lets everybody through to `backend`.
    pub fn open(&mut self, backend: SocketAddr) -> Result<()> {
        let CertifiedKey { cert, signing_key } = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()])?;
        std::fs::write(self.certificate(), cert.pem())?;
        let key = PrivateKeyDer::try_from(signing_key.serialize_der()).map_err(anyhow::Error::msg)?;
        let config =
            ServerConfig::builder().with_no_client_auth().with_single_cert(vec![cert.der().clone()], key)?;
        let acceptor = TlsAcceptor::from(Arc::new(config));
        if let Some(listener) = self.listener.take() {
            self.server = Some(tokio::spawn(async move {
                while let Ok((stream, _)) = listener.accept().await {
                    tokio::spawn(pass(acceptor.clone(), stream, backend));
                }
            }));
        }
        Ok(())
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        if let Some(server) = &self.server {
            server.abort();
        }
    }
}

async fn pass(acceptor: TlsAcceptor, stream: TcpStream, backend: SocketAddr) -> Result<()> {
    let mut inside = TcpStream::connect(backend).await?;
    let mut outside = acceptor.accept(stream).await?;
    copy_bidirectional(&mut outside, &mut inside).await?;
    Ok(())
}
