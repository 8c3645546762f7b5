//! A configuration as a whole: a file that decides everything, secrets beside it, and the documentation of all keys.

use std::time::Duration;

use passlock_server::{ConfigFile, Deployment, Environment, Grant, Issuer, Operation, SignUps, reference};

use crate::configuration::read;

#[test]
fn a_file_decides_everything() {
    let text = r#"
        database_url = "sqlite://shop.db"
        [server]
        listen = "0.0.0.0:443"
        issuer = "https://login.example/"
        trusted_proxies = ["10.0.0.0/8", "127.0.0.1"]
        header_timeout = "10s"
        connections = "5000"
        [tokens]
        access_token = "1h"
        refresh_leeway = "10s"
        [sessions]
        lifetime = "1d"
        idle = "2h"
        [sign_ups]
        policy = "allow-list"
        allow = ["+4474*", "+491511234567"]
        [limits]
        number = "3/15m"
        [[clients]]
        id = "shop"
        name = "The shop"
        allowed_origins = ["https://shop.example"]
        web_origins = ["https://shop.example"]
        callback_urls = ["https://shop.example/back?a=b"]
        grants = ["passwordless_otp", "refresh_token"]
        audiences = ["https://api.shop.example"]
        access_token = "5m"
        refresh = "1d"
    "#;
    let Deployment { settings, operation: Operation { listen, header_timeout, connections, .. }, .. } =
        read(text, &[]).unwrap();
    assert_eq!((listen.to_string().as_str(), header_timeout), ("0.0.0.0:443", Duration::from_secs(10)));
    assert_eq!(connections, 5000);
    assert_eq!(settings.issuer, Issuer::fixed("https://login.example").unwrap());
    assert_eq!(settings.trusted_proxies.len(), 2);
    assert_eq!(settings.access_token_lifetime, Duration::from_hours(1));
    assert_eq!(settings.refresh.leeway, Duration::from_secs(10));
    assert_eq!((settings.session.lifetime, settings.session.idle), (Duration::from_hours(24), Duration::from_hours(2)));
    assert!(matches!(&settings.sign_ups, SignUps::Listed(numbers) if numbers.len() == 2));
    assert_eq!(settings.number_limit, "3/900".parse().unwrap());
    let client = settings.client("shop").unwrap();
    assert_eq!(client.name, "The shop");
    assert!(client.may_use(Grant::RefreshToken));
    assert!(client.may_ask_for("https://api.shop.example") && !client.may_ask_for("https://api.example"));
    assert_eq!((client.web_origins.len(), client.callback_urls[0].as_str()), (1, "https://shop.example/back?a=b"));
    assert_eq!(client.lifetimes.access_token, Some(Duration::from_mins(5)));
    assert_eq!(client.lifetimes.refresh, Some(Duration::from_hours(24)));
}

#[test]
fn a_secret_lies_in_a_file_that_others_cannot_read() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let secret = "0123456789abcdef0123456789abcdef";
    let read = |text: &str| {
        std::fs::write(at("passlock.toml"), text).unwrap();
        let file = ConfigFile::read(&at("passlock.toml")).unwrap();
        let outcome = Deployment::base(false).read(Some(&file), &Environment::default());
        outcome.map(|deployment| deployment.settings.code_key.is_some()).map_err(|mistakes| mistakes.to_string())
    };
    std::fs::write(at("key"), format!("{secret}\r\n")).unwrap();
    assert_eq!(read("code_key_file = \"key\""), Ok(true));
    let twice = read(&format!("code_key = \"{secret}\"\ncode_key_file = \"key\"")).unwrap_err();
    assert!(twice.ends_with("one of them has to go") && !twice.contains(secret), "{twice}");
    #[cfg(unix)]
    for (mode, is_taken) in [(0o600, true), (0o640, true), (0o644, false)] {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(at("passlock.toml"), std::fs::Permissions::from_mode(mode)).unwrap();
        let outcome = read(&format!("code_key = \"{secret}\""));
        assert_eq!(outcome.is_ok(), is_taken, "{mode:o}");
        if let Err(report) = outcome {
            assert!(
                report.contains("everybody on this machine can read this file") && !report.contains(secret),
                "{report}"
            );
        }
        assert_eq!(read("database_url = \"sqlite://a.db\""), Ok(false), "no password, no secret");
        let password = read("database_url = \"postgres://login:hunter2@db.example/a\"");
        assert_eq!(password.is_ok(), is_taken, "{mode:o}");
    }
}

#[test]
fn a_file_that_is_not_text_says_from_where_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("passlock.toml");
    std::fs::write(&path, b"[codes]\nlifetime = \"3m\"\n# \xff").unwrap();
    let mistakes = Deployment::base(false).read(Some(&ConfigFile::read(&path).unwrap()), &Environment::default());
    let report = mistakes.unwrap_err().to_string();
    assert!(report.ends_with("passlock.toml:3:3: this is not UTF-8"), "{report}");
}

#[test]
fn what_is_missing_is_told_when_nothing_can_say_it_any_more() {
    let lacks = |text: &str| read(text, &[]).unwrap().lacks().iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(lacks("[[clients]]\nid = \"shop\"\n[server]\nissuer = \"https://login.example\""), [""; 0]);
    let both = lacks("");
    assert!(
        both[0].starts_with("server.issuer: it is missing") && both[1].starts_with("clients: it is missing"),
        "{both:?}"
    );
}

#[test]
fn the_documentation_has_every_key() {
    const BEGIN: &str = "<!-- The tables are written by the tests: PASSLOCK_WRITE_DOCS=1 -->\n\n";
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/backend/configuration.md");
    let page = std::fs::read_to_string(path).unwrap();
    let (head, _) = page.split_once(BEGIN).expect("the place of the tables");
    let written = format!("{head}{BEGIN}{}\n", reference().trim_end());
    if std::env::var_os("PASSLOCK_WRITE_DOCS").is_some() {
        std::fs::write(path, &written).unwrap();
        return;
    }
    assert!(
        page == written,
        "docs/backend/configuration.md is not what the code says; PASSLOCK_WRITE_DOCS=1 writes it anew"
    );
}
