//! The disk is full: people are told to come back, nothing is half done, and when there is room again all goes on.
#![cfg(target_os = "linux")]

use std::process::Command;

use passlock_core::protocol::{HEALTH_PATH, JWKS_PATH};

use crate::place::sqlite_in;
use crate::running::{Running, arguments, eventually, server};

/// A limit on the size of files is what a full disk is to a program, and needs no disk. SQLite's first megabytes fit.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_is_a_reason_to_come_back_and_does_no_harm() {
    let folder = tempfile::tempdir().unwrap();
    let database = sqlite_in(folder.path());
    let program = server();
    let mut command = Command::new("sh");
    // Whoever writes beyond the limit is told so instead of ended.
    command.args(["-c", "trap '' XFSZ; ulimit -S -f 1000; exec \"$0\" \"$@\""]).arg(program.get_program());
    command.args(arguments(&database)).args(["--address-limit", "1000000/60", "--number-limit", "1000000/60"]);
    for (name, _) in program.get_envs().filter(|(_, value)| value.is_none()) {
        command.env_remove(name);
    }
    let server = Running::spawn(command).await;
    let tokens = server.ask.log_in("+447400123456").await;

    let mut refused = None;
    for at in 0..20_000 {
        let answer = server.ask.start(&format!("+447400{:06}", 100_000 + at), 0).await.unwrap();
        if answer.status != 200 {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.expect("a disk that fills up");
    assert_eq!((refused.status, refused.retry_after.as_deref()), (503, Some("1")), "{refused:?}");
    assert_eq!(refused.body["error"], "temporarily_unavailable");
    // What only reads goes on, and what cannot be kept is not confirmed.
    assert_eq!(server.ask.get(HEALTH_PATH).await.unwrap().status, 200);
    assert_eq!(server.ask.get(JWKS_PATH).await.unwrap().status, 200);
    assert_eq!(server.ask.userinfo(&tokens).await.unwrap().status, 200);
    assert_eq!(server.ask.renew(&tokens).await.unwrap().status, 503);

    let freed =
        Command::new("prlimit").args(["--fsize=unlimited", "--pid", &server.id().to_string()]).status().unwrap();
    assert!(freed.success());
    eventually(async || server.ask.start("+447400123457", 0).await.unwrap().status == 200).await;
    let renewed = server.ask.renew(&tokens).await.unwrap();
    assert_eq!(renewed.status, 200, "the refusal has not used the token up: {renewed:?}");
    server.ask.log_in("+447400123458").await;
}
