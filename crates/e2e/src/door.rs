//! TLS in front of a backend or a site, as a proxy would speak it, with a certificate that nobody else signed.

use std::net::Ipv4Addr;
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

use crate::{Backend, Site};

/// A port that speaks TLS, and leads to a backend or a site; it is shut when this is dropped.
pub struct Door {
    port: u16,
    certificate: TempDir,
    server: JoinHandle<()>,
}

impl Door {
    /// Starts a backend with these arguments, whose issuer is the door in front of it.
    pub async fn before_backend(arguments: &[&str]) -> Result<(Self, Backend)> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let issuer = url(listener.local_addr()?.port());
        let backend = Backend::start_with(&[&["--issuer", &*issuer], arguments].concat()).await?;
        // Who comes before this waits in line.
        Ok((Self::open(listener, backend.address().port())?, backend))
    }

    /// Stands in front of a site.
    pub async fn before_site(site: &Site) -> Result<Self> {
        Self::open(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?, site.port())
    }

    fn open(listener: TcpListener, inside: u16) -> Result<Self> {
        let port = listener.local_addr()?.port();
        let names = ["localhost", "127.0.0.1"].map(str::to_owned);
        let CertifiedKey { cert, signing_key } = rcgen::generate_simple_self_signed(names)?;
        let certificate = tempfile::tempdir()?;
        std::fs::write(certificate.path().join(CERTIFICATE), cert.pem())?;
        let key = PrivateKeyDer::try_from(signing_key.serialize_der()).map_err(anyhow::Error::msg)?;
        let config = ServerConfig::builder().with_no_client_auth().with_single_cert(vec![cert.der().clone()], key)?;
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let server = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(pass(acceptor.clone(), stream, inside));
            }
        });
        Ok(Self { port, certificate, server })
    }

    /// Its address, which ends in a slash; of a backend behind it that is the issuer.
    #[must_use]
    pub fn url(&self) -> String {
        url(self.port)
    }

    /// Host and port, as a page names its backend.
    #[must_use]
    pub fn domain(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// The file with the certificate, for who shall trust it.
    #[must_use]
    pub fn certificate(&self) -> PathBuf {
        self.certificate.path().join(CERTIFICATE)
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn url(port: u16) -> String {
    format!("https://127.0.0.1:{port}/")
}

async fn pass(acceptor: TlsAcceptor, stream: TcpStream, port: u16) -> Result<()> {
    let mut inside = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await?;
    let mut outside = acceptor.accept(stream).await?;
    copy_bidirectional(&mut outside, &mut inside).await?;
    Ok(())
}

const CERTIFICATE: &str = "certificate.pem";
