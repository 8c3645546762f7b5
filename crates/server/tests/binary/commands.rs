//! From an empty folder to a login, by the commands alone.

use std::fs;
use std::path::Path;
use std::process::Output;

use serde_json::Value;

use crate::harness::{ANYWHERE, Running, check_refusal, command, done, run};

const NUMBER: &str = "+447400123456";

/// A folder with a deployment, and its file.
fn deployment() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    done(&["init", folder.path().to_str().unwrap(), "--issuer", "https://login.example"]);
    let config = folder.path().join("passlock.toml").to_str().unwrap().to_owned();
    (folder, config)
}

fn add_shop(config: &str, more: &[&str]) -> String {
    let shop = ["client", "add", "--config", config, "--id", "shop", "--name", "The \"shop\""];
    done(&[&shop[..], &["--allowed-origin", "https://shop.example", "--refresh-tokens"], more].concat())
}

/// What stands behind a name in the outcome of a command.
fn told(text: &str, name: &str) -> String {
    let line = text.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
    line.unwrap_or_else(|| panic!("no {name} in {text}")).to_owned()
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn what_an_operator_does_is_in_the_log() {
    let (_folder, config) = deployment();
    let log = |arguments: &[&str]| {
        let output = run(&[arguments, &["--config", &config]].concat());
        assert!(output.status.success(), "{}", text(&output));
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    log(&["migrate"]);
    for (arguments, event) in [
        (&["client", "add", "--id", "shop"][..], r#"event="client_added" client="shop""#),
        (&["users", "add", NUMBER], r#"event="user_added" number="GB …56""#),
        (&["users", "block", NUMBER], r#"event="user_blocked" number="GB …56""#),
        (&["users", "unblock", NUMBER], r#"event="user_unblocked" number="GB …56""#),
        (&["users", "delete", NUMBER], r#"event="user_deleted" number="GB …56""#),
        (&["keys", "rotate"], r#"event="keys_rotated" kid="#),
    ] {
        let log = log(arguments);
        assert!(log.contains(event) && log.lines().count() == 1, "{arguments:?}: {log}");
    }
}

#[test]
fn from_an_empty_folder_to_a_login() {
    let (folder, config) = deployment();
    let secret = told(&add_shop(&config, &["--confidential"]), "client_secret");
    let key = fs::read_to_string(folder.path().join("code.key")).unwrap();

    let checked = run(&["check", "--config", &config]);
    let said = text(&checked);
    assert!(checked.status.success(), "{said}");
    assert!(said.contains("clients.shop.secret = [secret]"), "{said}");
    assert!(said.contains("codes.lifetime = \"3m\" (default)"), "{said}");
    assert!(said.contains("server.issuer = \"https://login.example\" ("), "{said}");
    assert!(done(&["migrate", "--config", &config]).ends_with("is up to date\n"));

    // --dev only to read the message; the client, its secret and the keys are the file's.
    let mut server = Running::start(&["serve", "--dev", "--config", &config, "--listen", ANYWHERE]);
    let start = format!(
        r#"{{"client_id":"shop","client_secret":"{secret}","connection":"sms","phone_number":"{NUMBER}","send":"code"}}"#
    );
    assert!(server.post("/passwordless/start", &start).starts_with("HTTP/1.1 200"));
    let unproved = start.replace(&secret, "wrong");
    assert!(server.post("/passwordless/start", &unproved).starts_with("HTTP/1.1 401"));
    let outbox = server.get("/dev/outbox");
    let messages: Value = serde_json::from_str(outbox.split("\r\n\r\n").nth(1).unwrap()).unwrap();
    let code = messages[0]["code"].as_str().unwrap();
    let token = format!(
        r#"{{"grant_type":"http://auth0.com/oauth/grant-type/passwordless/otp","client_id":"shop","client_secret":"{secret}","username":"{NUMBER}","otp":"{code}","realm":"sms","scope":"openid offline_access"}}"#
    );
    let answer = server.post("/oauth/token", &token);
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("refresh_token"), "{answer}");
    let log = server.log();
    drop(server);

    let person = done(&["users", "show", NUMBER, "--config", &config]);
    assert!(told(&person, "id").starts_with("sms|"), "{person}");
    assert_eq!(told(&person, "connection"), "sms");
    assert_eq!((told(&person, "logins"), told(&person, "blocked")), ("1".to_owned(), "no".to_owned()));
    assert_eq!(told(&person, "logins that can be renewed"), "1");
    assert_eq!(done(&["users", "block", NUMBER, "--config", &config]), "blocked\n");
    assert!(told(&done(&["users", "show", NUMBER, "--config", &config]), "blocked").starts_with("since 2"));
    assert_eq!(done(&["users", "delete", NUMBER, "--config", &config]), "deleted\n");
    for task in ["show", "delete", "block"] {
        check_refusal(&run(&["users", task, NUMBER, "--config", &config]), 1, "nobody with this number");
        check_refusal(&run(&["users", task, "passkey|5f2c", "--config", &config]), 1, "nobody with this number");
    }
    assert!(done(&["keys", "list", "--config", &config]).ends_with(" signs\n"));
    for secret in [secret.as_str(), key.trim(), code] {
        assert!(!said.contains(secret) && !log.contains(secret) && !person.contains(secret));
    }
}

#[test]
fn a_person_who_is_deleted_leaves_nothing() {
    let (folder, config) = deployment();
    add_shop(&config, &[]);
    let mut server = Running::start(&["serve", "--dev", "--config", &config, "--listen", ANYWHERE]);
    let start = format!(r#"{{"client_id":"shop","connection":"sms","phone_number":"{NUMBER}","send":"code"}}"#);
    assert!(server.post("/passwordless/start", &start).starts_with("HTTP/1.1 200"));
    done(&["users", "add", NUMBER, "--config", &config]);
    let outbox = server.get("/dev/outbox");
    assert!(outbox.contains(NUMBER));
    let code: Value = serde_json::from_str(outbox.split("\r\n\r\n").nth(1).unwrap()).unwrap();
    assert_eq!(done(&["users", "delete", NUMBER, "--config", &config]), "deleted\n");
    assert!(!server.get("/dev/outbox").contains(NUMBER));
    let token = format!(
        r#"{{"grant_type":"http://auth0.com/oauth/grant-type/passwordless/otp","client_id":"shop","username":"{NUMBER}","otp":"{}","realm":"sms"}}"#,
        code[0]["code"].as_str().unwrap()
    );
    let answer = server.post("/oauth/token", &token);
    assert!(answer.starts_with("HTTP/1.1 403"), "the code is gone, too: {answer}");
    drop(server);
    assert!(folder.path().join("passlock.db").exists());
}

#[test]
fn init_overwrites_nothing_and_keeps_its_key_to_itself() {
    let (folder, config) = deployment();
    let path = folder.path().to_str().unwrap();
    let before = fs::read_to_string(&config).unwrap();
    check_refusal(&run(&["init", path]), 1, "is there already; nothing was written");
    fs::remove_file(&config).unwrap();
    check_refusal(&run(&["init", path]), 1, "code.key is there already");
    assert!(!Path::new(&config).exists());
    assert!(before.contains("# How long a code works") && before.contains("\n# lifetime = \"3m\"\n"), "{before}");
    let key = fs::read_to_string(folder.path().join("code.key")).unwrap();
    assert!(key.trim().len() >= 43 && !before.contains(key.trim()));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(folder.path().join("code.key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    check_refusal(&run(&["init", path, "--issuer", "http://login.example"]), 2, "only https");
}

#[test]
fn a_client_is_added_and_the_rest_stays() {
    let (folder, config) = deployment();
    fs::write(&config, format!("# mine\n{}", fs::read_to_string(&config).unwrap())).unwrap();
    let before = fs::read_to_string(&config).unwrap();
    let printed = done(&["client", "add", "--config", &config, "--id", "blog", "--confidential", "--print"]);
    assert!(
        printed.contains("[[clients]]\nid = \"blog\"") && printed.contains("secret_file = \"blog.secret\""),
        "{printed}"
    );
    assert_eq!(fs::read_to_string(&config).unwrap(), before, "it was only printed");

    let id = told(&done(&["client", "add", "--config", &config]), "client_id");
    assert!(id.len() == 24 && id.bytes().all(|sign| sign.is_ascii_alphanumeric()), "{id}");
    let secret = told(&add_shop(&config, &["--confidential"]), "client_secret");
    let after = fs::read_to_string(&config).unwrap();
    assert!(after.starts_with(&before) && !after.contains(&secret), "{after}");
    assert_eq!(fs::read_to_string(folder.path().join("shop.secret")).unwrap().trim(), secret);
    let list = done(&["client", "list", "--config", &config]);
    let shop = r#"shop "The \"shop\"" confidential, passwordless_otp refresh_token, pages: https://shop.example"#;
    assert!(list.contains(&id) && list.contains(shop) && !list.contains(&secret), "{list}");

    check_refusal(
        &run(&["client", "add", "--config", &config, "--id", "shop"]),
        1,
        "there is a client \"shop\" already",
    );
    let wrong = run(&["client", "add", "--config", &config, "--id", "x", "--confidential", "--allowed-origin", "*"]);
    check_refusal(&wrong, 2, "clients.x.allowed_origins: \"*\"");
    assert_eq!(fs::read_to_string(&config).unwrap(), after, "what is wrong is not written");
    assert!(!folder.path().join("x.secret").exists());
}

#[test]
fn a_client_is_added_with_passkeys_of_its_pages_name() {
    let (_folder, config) = deployment();
    add_shop(&config, &["--passkeys", "shop.example"]);
    let after = fs::read_to_string(&config).unwrap();
    let grants = r#"grants = ["passwordless_otp", "refresh_token", "webauthn"]"#;
    assert!(after.contains(grants) && after.contains("passkey_rp_id = \"shop.example\""), "{after}");
    assert!(done(&["check", "--config", &config]).contains("clients.shop.passkey_rp_id = \"shop.example\""));
    let wrong = run(&["client", "add", "--config", &config, "--id", "x", "--passkeys", "https://x.example"]);
    check_refusal(&wrong, 2, "clients.x.passkey_rp_id: \"https://x.example\" is not a name like shop.example");
    // A page of another name is told before a server starts.
    let far = ["--id", "far", "--passkeys", "shop.example", "--allowed-origin", "https://far.example"];
    done(&[&["client", "add", "--config", &config][..], &far].concat());
    check_refusal(&run(&["check", "--config", &config]), 2, "clients.far.passkey_origins: browsers give no passkey");
}

#[test]
fn what_is_wrong_is_told_by_check_and_by_serve() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("passlock.toml");
    fs::write(&config, "[server]\nlisen = \"127.0.0.1:80\"\n[codes]\nlifetime = 5\n").unwrap();
    let config = config.to_str().unwrap();
    for task in ["check", "serve", "migrate"] {
        let output = run(&[task, "--config", config]);
        check_refusal(&output, 2, "passlock.toml:2:1: server.lisen: there is no such key; did you mean listen?");
        check_refusal(&output, 2, "passlock.toml:4:12: codes.lifetime: a number without quotes stands here");
    }
    check_refusal(&run(&["check", "--config", "/no/such/file"]), 1, "/no/such/file cannot be read");
    let unknown = command(&["serve", "--listen", ANYWHERE]).env("PASSLOCK_CODEKEY", "hunter2").output().unwrap();
    check_refusal(&unknown, 2, "PASSLOCK_CODEKEY: there is no such variable; did you mean PASSLOCK_CODE_KEY?");
    assert!(!text(&unknown).contains("hunter2"));
}

#[test]
fn a_flag_stands_over_a_variable_and_a_variable_over_the_file() {
    let (_folder, config) = deployment();
    add_shop(&config, &[]);
    let issuer = |arguments: &[&str], variable: Option<&str>| {
        let mut command = command(&[&["serve", "--config", &config, "--listen", ANYWHERE], arguments].concat());
        command.envs(variable.map(|value| ("PASSLOCK_SERVER__ISSUER", value)));
        let mut server = Running::spawn(command);
        let page = server.get("/.well-known/openid-configuration");
        let begin = page.find(r#""issuer":""#).unwrap_or_else(|| panic!("{page}")) + 10;
        page[begin..].split('"').next().unwrap().to_owned()
    };
    let (variable, flag) = ("https://variable.example", ["--issuer", "https://flag.example"]);
    assert_eq!(issuer(&[], None), "https://login.example/");
    assert_eq!(issuer(&[], Some(variable)), "https://variable.example/");
    assert_eq!(issuer(&flag, Some(variable)), "https://flag.example/");

    done(&["client", "add", "--config", &config, "--id", "blog"]);
    let unclear = run(&["serve", "--config", &config, "--listen", ANYWHERE, "--logout-url", "https://shop.example/"]);
    check_refusal(&unclear, 2, "--client-id says which");
    let flags = ["--client-id", "blog", "--logout-url", "https://blog.example/"];
    let mut server = Running::start(&[&["serve", "--config", &config, "--listen", ANYWHERE][..], &flags].concat());
    assert!(server.get("/v2/logout?client_id=blog").contains("location: https://blog.example/"));
    assert!(!server.get("/v2/logout?client_id=shop").contains("location:"));
}

#[test]
fn a_file_in_this_folder_is_found_by_the_commands() {
    let (folder, config) = deployment();
    add_shop(&config, &[]);
    let here = |arguments: &[&str]| command(arguments).current_dir(folder.path()).output().unwrap();
    assert!(text(&here(&["check"])).contains("clients.shop.name = \"The \\\"shop\\\"\" (passlock.toml:"));
    assert!(here(&["migrate"]).status.success());
    assert!(text(&here(&["template", "check", "--host", "shop.example"])).contains("good:"));
    assert!(here(&["users", "add", NUMBER]).status.success());
    check_refusal(&here(&[]), 2, "--client-id");
}

#[test]
fn in_development_a_strange_variable_is_a_warning() {
    let mut command = command(&["--dev", "--database", "sqlite::memory:", "--listen", ANYWHERE]);
    command.env("PASSLOCK_BROWSER", "firefox").env("PASSLOCK_CODES__LIFETIME", "4m");
    let mut server = Running::spawn(command);
    let start = format!(r#"{{"client_id":"demo","connection":"sms","phone_number":"{NUMBER}","send":"code"}}"#);
    assert!(server.post("/passwordless/start", &start).contains(r#""expires_in":240"#));
    assert!(server.log().contains("PASSLOCK_BROWSER: there is no such variable"), "{}", server.log());
}
