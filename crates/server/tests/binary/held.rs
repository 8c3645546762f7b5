//! Connections that somebody holds without asking anything, or without taking the answers.

use std::fs;
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::harness::{ANYWHERE, Running, command};
use crate::tls::Files;

/// A server that encrypts, and is out of patience after a second.
struct Hasty {
    server: Running,
    certificate: CertificateDer<'static>,
    _files: Files,
}

/// A connection that speaks HTTP/2, frame by frame (RFC 9113).
struct Http2(StreamOwned<ClientConnection, TcpStream>);

/// A frame: its type, its flags and what is in it.
type Frame = (u8, u8, Vec<u8>);

/// Why there is no frame.
#[derive(Debug, PartialEq)]
enum Lack {
    /// The connection is over.
    Over,
    /// There was none in time.
    Late,
}

impl Hasty {
    fn start(arguments: &[&str]) -> Self {
        let files = Files::new();
        let certificate = files.renew();
        let mut command = files.command();
        command.env("PASSLOCK_SERVER__HEADER_TIMEOUT", "1s").args(arguments);
        Self { server: Running::spawn(command), certificate, _files: files }
    }

    /// Agrees on HTTP/2, and says nothing of it yet.
    fn agree(&self) -> Http2 {
        let mut roots = RootCertStore::empty();
        roots.add(self.certificate.clone()).unwrap();
        let mut config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = vec![b"h2".to_vec()];
        let name = ServerName::try_from("127.0.0.1").unwrap();
        let stream = TcpStream::connect(&self.server.address).unwrap();
        let mut stream = StreamOwned::new(ClientConnection::new(Arc::new(config), name).unwrap(), stream);
        while stream.conn.is_handshaking() {
            stream.conn.complete_io(&mut stream.sock).unwrap();
        }
        assert_eq!(stream.conn.alpn_protocol(), Some(&b"h2"[..]));
        stream.sock.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
        Http2(stream)
    }

    fn begin(&self) -> Http2 {
        let mut connection = self.agree();
        connection.0.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").unwrap();
        connection.send((SETTINGS, 0, Vec::new()), 0);
        connection
    }
}

impl Http2 {
    fn send(&mut self, (kind, flags, content): Frame, stream: u8) {
        let length = u8::try_from(content.len()).unwrap();
        let sent = self.0.write_all(&[&[0, 0, length, kind, flags, 0, 0, 0, stream], &content[..]].concat());
        // Whether it is over is for whoever reads.
        let _ = sent.and_then(|()| self.0.flush());
    }

    /// Asks for a path, on the first stream.
    fn get(&mut self, path: &str) {
        // The method, the scheme, and literals for the path and host (RFC 7541, appendix A and section 6.2.2).
        let mut block = vec![0x82, 0x87, 0x04, u8::try_from(path.len()).unwrap()];
        block.extend_from_slice(path.as_bytes());
        block.extend_from_slice(b"\x0f\x17\x09127.0.0.1");
        self.send((HEADERS, END_STREAM | END_HEADERS, block), 1);
    }

    /// The next frame. Pings are answered, and nothing is ever given room for.
    fn next(&mut self, until: Instant) -> Result<Frame, Lack> {
        loop {
            let head = self.read(9, until)?;
            let length = usize::from(head[1]) << 8 | usize::from(head[2]);
            let frame = (head[3], head[4], self.read(length, until)?);
            if frame.0 != PING {
                return Ok(frame);
            }
            if frame.1 & ACK == 0 {
                self.send((PING, ACK, frame.2), 0);
            }
        }
    }

    fn read(&mut self, count: usize, until: Instant) -> Result<Vec<u8>, Lack> {
        let mut bytes = vec![0; count];
        let mut done = 0;
        while done < count {
            if Instant::now() > until {
                return Err(Lack::Late);
            }
            match self.0.read(&mut bytes[done..]) {
                Ok(0) => return Err(Lack::Over),
                Ok(more) => done += more,
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
                Err(_) => return Err(Lack::Over),
            }
        }
        Ok(bytes)
    }

    /// The types of all frames that come within this time, and why there are no more.
    fn frames(&mut self, span: Duration) -> (Vec<u8>, Lack) {
        let (until, mut kinds) = (Instant::now() + span, Vec::new());
        loop {
            match self.next(until) {
                Ok((kind, ..)) => kinds.push(kind),
                Err(lack) => return (kinds, lack),
            }
        }
    }

    /// Reads until the connection is over, which has to be soon; says what came.
    #[track_caller]
    fn check_over(mut self) -> Vec<u8> {
        let (kinds, lack) = self.frames(SOON);
        assert_eq!(lack, Lack::Over, "{kinds:?}");
        kinds
    }
}

/// A folder with a file that no buffer is large enough for.
fn large() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("large.bin"), vec![b'x'; 16 << 20]).unwrap();
    folder
}

#[test]
fn nobody_holds_a_connection_without_the_first_words_of_http_2() {
    let server = Hasty::start(&[]);
    server.agree().check_over();
}

#[test]
fn answers_to_pings_alone_keep_no_connection() {
    let server = Hasty::start(&[]);
    assert!(server.begin().check_over().contains(&GO_AWAY), "it is told before it is over");
    let mut used = server.begin();
    used.get("/health");
    assert!(used.check_over().contains(&HEADERS));
}

#[test]
fn who_waits_for_an_answer_is_not_idle() {
    let server = Hasty::start(&[]);
    let mut listening = server.begin();
    listening.get("/dev/outbox/events");
    let (kinds, lack) = listening.frames(Duration::from_secs(4));
    assert_eq!(lack, Lack::Late);
    assert!(kinds.contains(&HEADERS) && !kinds.contains(&GO_AWAY), "{kinds:?}");
}

#[test]
fn an_answer_that_nobody_makes_room_for_is_given_up() {
    let folder = large();
    let server = Hasty::start(&["--static", folder.path().to_str().unwrap()]);
    let mut stuck = server.begin();
    stuck.get("/large.bin");
    assert!(stuck.check_over().contains(&DATA));
}

#[test]
fn who_takes_no_answers_is_let_go() {
    let folder = large();
    let mut command = command(&["--dev", "--database", "sqlite::memory:", "--listen", ANYWHERE]);
    command.env("PASSLOCK_SERVER__HEADER_TIMEOUT", "1s").arg("--static").arg(folder.path());
    let server = Running::spawn(command);
    let mut stream = TcpStream::connect(&server.address).unwrap();
    let requests = format!("GET /large.bin HTTP/1.1\r\nhost: {}\r\n\r\n", server.address).repeat(5);
    stream.write_all(requests.as_bytes()).unwrap();
    let until = Instant::now() + SOON;
    // What comes for a connection that is closed is refused.
    while stream.write_all(b"G").is_ok() {
        assert!(Instant::now() < until, "it is still being served");
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn who_takes_an_answer_slowly_gets_all_of_it() {
    let folder = large();
    let mut command = command(&["--dev", "--database", "sqlite::memory:", "--listen", ANYWHERE]);
    command.env("PASSLOCK_SERVER__HEADER_TIMEOUT", "1s").arg("--static").arg(folder.path());
    let server = Running::spawn(command);
    let mut stream = TcpStream::connect(&server.address).unwrap();
    write!(stream, "GET /large.bin HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", server.address).unwrap();
    let (mut part, mut count) = (vec![0; 2 << 20], 0);
    loop {
        // Longer than a second in all, and never as long without taking something.
        std::thread::sleep(Duration::from_millis(300));
        let mut taken = 0;
        while taken < part.len() {
            match stream.read(&mut part[taken..]).unwrap() {
                0 => break,
                more => taken += more,
            }
        }
        count += taken;
        if taken < part.len() {
            break;
        }
    }
    assert!(count > 16 << 20, "{count}");
}

#[test]
fn beyond_the_most_connections_others_wait_for_a_place() {
    let mut command = command(&["--dev", "--database", "sqlite::memory:", "--listen", ANYWHERE]);
    command.env("PASSLOCK_SERVER__CONNECTIONS", "10");
    let server = Running::spawn(command);
    let ask = || {
        let mut stream = TcpStream::connect(&server.address).unwrap();
        write!(stream, "GET /health HTTP/1.1\r\nhost: {}\r\n\r\n", server.address).unwrap();
        stream
    };
    let answer = |stream: &mut TcpStream, patience| {
        stream.set_read_timeout(Some(patience)).unwrap();
        let mut part = [0; 12];
        stream.read_exact(&mut part).is_ok_and(|()| &part == b"HTTP/1.1 200")
    };
    let mut held: Vec<_> = (0..10).map(|_| ask()).collect();
    assert!(held.iter_mut().all(|stream| answer(stream, Duration::from_secs(10))));
    let mut late = ask();
    assert!(!answer(&mut late, Duration::from_millis(700)), "there is no place");
    assert!(server.log().contains("as many connections as there may be"), "{}", server.log());
    held.pop();
    assert!(answer(&mut late, Duration::from_secs(10)), "there is one again");
}

const SOON: Duration = Duration::from_secs(12);
const DATA: u8 = 0;
const HEADERS: u8 = 1;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GO_AWAY: u8 = 7;
const ACK: u8 = 1;
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;
