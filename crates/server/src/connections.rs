//! Connections: taken, served one by one, and ended in good order.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::HeaderValue;
use axum::http::header::STRICT_TRANSPORT_SECURITY;
use axum::response::Response;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulConnection;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio_io_timeout::TimeoutWriter;
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt as _;

use crate::streams::Turns;
use crate::tls::HTTP_2;

/// How connections are served.
#[derive(Clone)]
pub(crate) struct Manner {
    pub(crate) router: Router,
    /// `None` where somebody else encrypts, or nobody.
    pub(crate) tls: Option<TlsAcceptor>,
    /// A connection waits for the header of a request for so long at most, so that nobody holds many by sending nothing,
    /// or one byte at a time; and as long for the other side to take what it is sent. One of HTTP/2 ends when for so long
    /// nothing is asked over it and nothing of an answer is taken.
    pub(crate) patience: Duration,
    /// For requests that are under way when the server stops.
    pub(crate) grace: Duration,
    /// Connections at a time. More of them wait in the system's queue.
    pub(crate) most: usize,
}

/// Serves until `stop` comes, and then until the last answer is out or the grace is over.
pub(crate) async fn serve(listener: TcpListener, manner: Manner, stop: impl Future<Output = ()>) {
    let (end, ending) = watch::channel(());
    let places = Arc::new(Semaphore::new(manner.most));
    tokio::pin!(stop);
    loop {
        tokio::select! {
            taken = take(&listener, &places) => match taken {
                Ok((stream, peer, place)) => {
                    let attended = attend(stream, peer, manner.clone(), ending.clone());
                    tokio::spawn(async move {
                        attended.await;
                        drop(place);
                    });
                }
                Err(error) => pause_after(&error).await,
            },
            () = &mut stop => break,
        }
    }
    drop((listener, ending));
    end.send_replace(());
    tokio::select! {
        () = end.closed() => {}
        () = tokio::time::sleep(manner.grace) => {}
    }
}

/// The next connection, once there is a place for it.
async fn take(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> io::Result<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    if places.available_permits() == 0 {
        tracing::warn!("as many connections as there may be; others wait");
    }
    let place = Arc::clone(places).acquire_owned().await.map_err(io::Error::other)?;
    let (stream, peer) = listener.accept().await?;
    Ok((stream, peer, place))
}

async fn attend(stream: TcpStream, peer: SocketAddr, manner: Manner, ending: Ending) {
    // An answer is written at once; nothing else follows that it could wait for.
    let is_swift = stream.set_nodelay(true);
    let mut stream = TimeoutWriter::new(stream);
    stream.set_timeout(Some(manner.patience));
    let stream = Box::pin(stream);
    let outcome = match (is_swift, manner.tls.clone()) {
        (Err(error), _) => Err(error.into()),
        (Ok(()), None) => one(stream, peer, manner, false, ending).await,
        (Ok(()), Some(tls)) => match tokio::time::timeout(manner.patience.min(HANDSHAKE), tls.accept(stream)).await {
            Ok(Ok(stream)) => {
                let is_http_2 = stream.get_ref().1.alpn_protocol() == Some(HTTP_2);
                if is_http_2 {
                    many(stream, peer, manner, ending).await
                } else {
                    one(stream, peer, manner, true, ending).await
                }
            }
            Ok(Err(error)) => Err(error.into()),
            Err(_) => Err("no handshake in time".into()),
        },
    };
    if let Err(error) = outcome {
        tracing::debug!(%error, "a connection broke off");
    }
}

/// HTTP/1.1: one request after the other.
async fn one(
    stream: impl Stream,
    peer: SocketAddr,
    manner: Manner,
    is_secure: bool,
    ending: Ending,
) -> Result<(), Fault> {
    let Manner { router, patience, .. } = manner;
    let service = service_fn(move |request: Request<Incoming>| answer(router.clone(), peer, is_secure, request));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(patience)
        .serve_connection(TokioIo::new(stream), service);
    through(connection, ending, std::future::pending(), std::future::pending()).await
}

/// HTTP/2: several at a time. A side that does not answer a ping is gone, and one that only answers pings may go.
async fn many(stream: impl Stream, peer: SocketAddr, manner: Manner, ending: Ending) -> Result<(), Fault> {
    let Manner { router, patience, .. } = manner;
    let turns = Turns::new();
    let (idle, unmoved) = (turns.rest(patience), turns.rest(patience.min(FAREWELL)));
    let service = service_fn(move |request: Request<Incoming>| {
        let (turn, answer) = (turns.begin(), answer(router.clone(), peer, true, request));
        async move { Ok::<_, Infallible>(answer.await?.map(|body| turn.watch(body))) }
    });
    let connection = http2::Builder::new(TokioExecutor::new())
        .timer(TokioTimer::new())
        .keep_alive_interval(patience)
        .max_concurrent_streams(STREAMS)
        .max_header_list_size(LARGEST_HEADER)
        .serve_connection(TokioIo::new(stream), service);
    through(connection, ending, idle, unmoved).await
}

/// Until it is over; told to end when the server does or when it is `idle`, and given up when it stays `unmoved` after that.
async fn through<C: GracefulConnection<Error = hyper::Error>>(
    connection: C,
    mut ending: Ending,
    idle: impl Future<Output = ()>,
    unmoved: impl Future<Output = ()>,
) -> Result<(), Fault> {
    let mut connection = pin!(connection);
    tokio::select! {
        outcome = connection.as_mut() => return Ok(outcome?),
        _ = ending.changed() => {}
        () = idle => {}
    }
    connection.as_mut().graceful_shutdown();
    tokio::select! {
        outcome = connection => Ok(outcome?),
        () = unmoved => Err("nothing was asked, and nothing taken".into()),
    }
}

async fn answer(
    router: Router,
    peer: SocketAddr,
    is_secure: bool,
    request: Request<Incoming>,
) -> Result<Response, Infallible> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(peer));
    let mut response = router.oneshot(request).await?;
    if is_secure {
        response.headers_mut().insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(ONLY_HTTPS));
    }
    Ok(response)
}

/// A connection that broke off before it was taken is the other side's affair. Anything else, such as no more files to
/// open, is ours and passes when connections end.
async fn pause_after(error: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if !matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) {
        tracing::error!(%error, "no connection could be taken");
        tokio::time::sleep(PAUSE).await;
    }
}

trait Stream: AsyncRead + AsyncWrite + Unpin + Send + 'static {}
impl<S: AsyncRead + AsyncWrite + Unpin + Send + 'static> Stream for S {}

/// Changes when the server is to end. It waits for all who hold one.
type Ending = watch::Receiver<()>;

/// Why a connection ended that should not have.
type Fault = Box<dyn std::error::Error + Send + Sync>;

const PAUSE: Duration = Duration::from_secs(1);
const HANDSHAKE: Duration = Duration::from_secs(10);
/// For the other side to take its leave, when it has been told.
const FAREWELL: Duration = Duration::from_secs(10);
/// Of one connection of HTTP/2, at a time.
const STREAMS: u32 = 100;
/// In bytes.
const LARGEST_HEADER: u32 = 16 * 1024;
/// For a year, and for this name alone (RFC 6797, section 6.1).
const ONLY_HTTPS: &str = "max-age=31536000";
