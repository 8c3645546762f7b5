//! The command line where people have email addresses, and messages are emails.

use std::fs;

use crate::harness::{check_refusal, done, run};

#[test]
fn an_address_is_let_in_shown_shut_out_and_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite://{}", folder.path().join("people.db").display());
    done(&["migrate", "--database", &database]);
    let users = |task: &str, whom: &str| run(&["users", task, whom, "--database", &database]);
    check_refusal(&users("block", "anna@people.example"), 1, "nobody with this number or address");
    for (task, said) in [("add", "added"), ("add", "there already"), ("block", "blocked"), ("unblock", "unblocked")] {
        let output = users(task, "Anna@People.example");
        assert_eq!(String::from_utf8_lossy(&output.stdout), format!("{said}\n"), "{output:?}");
        let log = String::from_utf8_lossy(&output.stderr);
        assert!(!log.to_lowercase().contains("anna") && !log.contains("people."), "{log}");
    }
    let shown = done(&["users", "show", "anna@people.example", "--database", &database]);
    assert!(shown.starts_with("id: email|") && shown.contains("connection: email\n"), "{shown}");
    assert_eq!(done(&["users", "delete", "anna@PEOPLE.example", "--database", &database]), "deleted\n");
    check_refusal(&users("show", "anna@people.example"), 1, "nobody");
    check_refusal(&users("add", "anna@people"), 2, "no domain like shop.example");
}

#[test]
fn emails_are_checked_with_the_other_messages() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("passlock.toml");
    let path = config.to_str().unwrap();
    let client = "[[clients]]\nid = \"shop\"\nconnections = [\"sms\", \"email\"]\n";
    let check = |text: &str| {
        fs::write(&config, format!("{text}\n{client}")).unwrap();
        run(&["template", "check", "--host", "shop.example", "--config", path])
    };
    let german = "[messages.email.languages.de]\nsubject = \"Ihr Code\"\ntext = \"Ihr Code: @@code@@\"";
    let output = check(german);
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{output:?}");
    for part in
        ["email:\n427193 is your code for Example", "email, de:\nIhr Code\n\nIhr Code: 427193", "good: the page is"]
    {
        assert!(said.contains(part), "{part}: {said}");
    }
    let output = check("[messages.email]\nhtml = '<img src=\"https://shop.example/logo.png\">@@code@@'");
    assert!(!output.status.success() && String::from_utf8_lossy(&output.stdout).contains("wrong: the page fetches"));
}
