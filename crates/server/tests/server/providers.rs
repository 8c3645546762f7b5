//! The sections of providers in a configuration: what they decide, and what is said when they are not right.

use std::time::Duration;

use passlock_server::{
    ConfigFile, DeliveryKind, Deployment, EmailKind, Environment, GatewayProof, SmtpSecurity, SmtpSettings,
    TwilioSender,
};

const SID: &str = "00112233445566778899aabbccddeeff";

fn read(text: &str, variables: &[(&str, &str)]) -> Result<Deployment, String> {
    let environment = Environment::of(variables.iter().copied());
    let file = ConfigFile::of_text("passlock.toml", text);
    Deployment::base(false).read(Some(&file), &environment).map_err(|mistakes| mistakes.to_string())
}

#[track_caller]
fn check(kind: &str, lines: &[&str], report: &[&str]) {
    let text = format!("[delivery]\nkind = \"{kind}\"\n[delivery.{kind}]\n{}", lines.join("\n"));
    assert_eq!(read(&text, &[]).map(|_| ()), Err(report.join("\n")), "{text}");
}

fn twilio(lines: &[&str]) -> Deployment {
    read(&format!("[delivery]\nkind = \"twilio\"\n[delivery.twilio]\n{}", lines.join("\n")), &[]).unwrap()
}

#[test]
fn an_account_and_a_sender_are_all_that_twilio_needs() {
    let account = format!("account_sid = \"AC{SID}\"");
    let token = format!("auth_token = \"{SID}\"");
    let DeliveryKind::Twilio(settings) = twilio(&[&account, &token, "from = \"+15005550006\""]).settings.delivery.sms
    else {
        panic!("not Twilio")
    };
    assert_eq!((settings.user.as_str(), settings.base_url.as_str()), (&*format!("AC{SID}"), "https://api.twilio.com/"));
    assert_eq!(settings.sender, TwilioSender::From("+15005550006".to_owned()));

    let (key, service) = (format!("api_key_sid = \"SK{SID}\""), format!("messaging_service_sid = \"MG{SID}\""));
    let secret = format!("api_key_secret = \"{SID}\"");
    let deployment = twilio(&[&account, &key, &secret, &service, "base_url = \"http://127.0.0.1:9\""]);
    let DeliveryKind::Twilio(settings) = &deployment.settings.delivery.sms else { panic!("not Twilio") };
    assert_eq!(settings.user, format!("SK{SID}"));
    assert_eq!(settings.sender, TwilioSender::Service(format!("MG{SID}")));
    assert!(
        deployment.used.iter().any(|(path, value, _)| path == "delivery.twilio.api_key_secret" && value == "[secret]")
    );
}

#[test]
fn what_twilio_lacks_is_told_where_it_is_asked_for() {
    check(
        "twilio",
        &[],
        &[
            "passlock.toml:2:8: delivery.twilio.account_sid: it is missing; Twilio's console shows it beside the auth token",
            "passlock.toml:2:8: delivery.twilio.auth_token: it is missing; auth_token_file, or api_key_sid and api_key_secret_file",
            "passlock.toml:2:8: delivery.twilio.from: it is missing; a number of the account, or messaging_service_sid",
        ],
    );
    let (account, token) = (format!("account_sid = \"AC{SID}\""), format!("auth_token = \"{SID}\""));
    let (key, service) = (format!("api_key_sid = \"SK{SID}\""), format!("messaging_service_sid = \"MG{SID}\""));
    check(
        "twilio",
        &[&account, &token, &key, &service, "from = \"Shop\""],
        &[
            "passlock.toml:5:14: delivery.twilio.auth_token: there is an API key as well; one of them has to go",
            "passlock.toml:8:8: delivery.twilio.from: there is messaging_service_sid as well; one of them has to go",
        ],
    );
    check(
        "twilio",
        &[&account, &key, &service],
        &["passlock.toml:2:8: delivery.twilio.api_key_secret: it is missing; api_key_secret_file, or a variable"],
    );
}

#[test]
fn values_of_twilios_are_told_from_others() {
    let line = format!("account_sid = \"SK{SID}\"");
    check(
        "twilio",
        &[
            &line,
            "from = \"a name that is long\"",
            "auth_token = \"hunter2\"",
            "base_url = \"http://twilio.example\"",
            "frm = \"x\"",
        ],
        &[
            &format!(
                "passlock.toml:4:15: delivery.twilio.account_sid: \"SK{SID}\" is not AC and 32 digits and letters a to f"
            ),
            "passlock.toml:5:8: delivery.twilio.from: \"a name that is long\" is not a number like +15005550006, a short code, or a name of at most 11 letters and digits",
            "passlock.toml:6:14: delivery.twilio.auth_token: it takes at least 16 characters",
            "passlock.toml:7:12: delivery.twilio.base_url: \"http://twilio.example\": only https, or http on this machine",
            "passlock.toml:8:1: delivery.twilio.frm: there is no such key; did you mean from?",
        ],
    );
    for from in ["+15005550006", "12345", "Shop", "The Shop 24"] {
        let account = format!("account_sid = \"AC{SID}\"\nauth_token = \"{SID}\"");
        twilio(&[&account, &format!("from = \"{from}\"")]);
    }
}

#[test]
fn a_kind_and_a_section_of_other_names_are_told_with_the_nearest() {
    let said = |text: &str| read(text, &[]).map(|_| ()).unwrap_err();
    assert_eq!(
        said("[delivery]\nkind = \"twillio\"\ntimeout = \"1h\""),
        "passlock.toml:2:8: delivery.kind: \"twillio\" is not one of: outbox, twilio, gateway; did you mean twilio?\n\
         passlock.toml:3:11: delivery.timeout: \"1h\" is out of range: from 1s to 2m"
    );
    assert_eq!(
        said("[delivery.twillio]"),
        "passlock.toml:1:11: delivery.twillio: there is no such key; did you mean twilio?"
    );
    assert_eq!(
        said("[delivery]\ntwilio = \"x\""),
        "passlock.toml:2:10: delivery.twilio: a text stands here; it takes a section"
    );
    assert_eq!(
        said("delivery = 1"),
        "passlock.toml:1:12: delivery: a number without quotes stands here; it takes a section"
    );
}

#[test]
fn a_gateway_is_an_address_and_a_sender() {
    let lines = "[delivery]\nkind = \"gateway\"\ntimeout = \"10s\"\n[delivery.gateway]\nurl = \"https://sms.example/send\"\nsender = \"Shop\"\n";
    let gateway = |more: &str| {
        let settings = read(&format!("{lines}{more}"), &[]).unwrap().settings.delivery;
        assert_eq!(settings.timeout, Duration::from_secs(10));
        let DeliveryKind::Gateway(gateway) = settings.sms else { panic!("no gateway") };
        gateway
    };
    assert_eq!(gateway("").proof, GatewayProof::None);
    assert!(!gateway("").forwards_request && !gateway("").is_idempotent);
    assert!(gateway("forward_request = \"yes\"").forwards_request && gateway("idempotent = \"yes\"").is_idempotent);
    assert!(matches!(gateway(&format!("bearer_token = \"{SID}\"")).proof, GatewayProof::Token(_)));
    let jwt = gateway(&format!("jwt_secret = \"{SID}\"\njwt_audience = \"urn:sms\"")).proof;
    assert!(matches!(jwt, GatewayProof::Jwt { audience: Some(audience), issuer: None, .. } if audience == "urn:sms"));
}

#[test]
fn what_a_gateway_lacks_is_told() {
    check(
        "gateway",
        &["jwt_issuer = \"x\""],
        &[
            "passlock.toml:2:8: delivery.gateway.jwt_secret: it is missing; the claims of a JWT are there, and no key",
            "passlock.toml:2:8: delivery.gateway.url: it is missing; where messages are posted to",
            "passlock.toml:2:8: delivery.gateway.sender: it is missing; who messages are from",
        ],
    );
    check(
        "gateway",
        &[
            "url = \"https://sms.example/\"",
            "sender = \"Shop\"",
            &format!("bearer_token = \"{SID}\""),
            &format!("jwt_secret = \"{SID}\""),
        ],
        &["passlock.toml:6:16: delivery.gateway.bearer_token: there is jwt_secret as well; one of them has to go"],
    );
}

#[test]
fn a_provider_that_is_not_used_may_lack_what_it_likes() {
    let text = format!("[delivery.twilio]\naccount_sid = \"AC{SID}\"\n[delivery.gateway]\njwt_issuer = \"x\"");
    assert_eq!(read(&text, &[]).unwrap().settings.delivery.sms, DeliveryKind::Outbox);
}

#[test]
fn variables_alone_are_enough() {
    let account = format!("AC{SID}");
    let variables = [
        ("PASSLOCK_DELIVERY__KIND", "twilio"),
        ("PASSLOCK_DELIVERY__TWILIO__ACCOUNT_SID", account.as_str()),
        ("PASSLOCK_DELIVERY__TWILIO__AUTH_TOKEN", SID),
        ("PASSLOCK_DELIVERY__TWILIO__FROM", "Shop"),
    ];
    let deployment = read("", &variables).unwrap();
    assert_eq!(deployment.settings.delivery.sms.name(), "twilio");
    assert_eq!(
        read("", &variables[..3]).map(|_| ()).unwrap_err(),
        "PASSLOCK_DELIVERY__KIND: delivery.twilio.from: it is missing; a number of the account, or messaging_service_sid"
    );
}

fn smtp(lines: &str) -> Result<SmtpSettings, String> {
    let deployment = read(&format!("[delivery]\nemail = \"smtp\"\n[delivery.smtp]\n{lines}"), &[])?;
    assert_eq!(deployment.settings.delivery.sms, DeliveryKind::Outbox);
    let EmailKind::Smtp(settings) = deployment.settings.delivery.email else { panic!("no mail server") };
    Ok(settings)
}

#[test]
fn a_mail_server_is_a_name_and_a_sender() {
    let lines = "host = \"smtp.example\"\nfrom = \"The shop <login@shop.example>\"\n";
    let settings = smtp(lines).unwrap();
    assert_eq!((settings.port, settings.security, &settings.credentials), (587, SmtpSecurity::StartTls, &None));
    assert_eq!(smtp(&format!("{lines}security = \"tls\"")).unwrap().port, 465);
    let here = lines.replace("smtp.example", "127.0.0.1");
    assert_eq!(smtp(&format!("{here}security = \"none\"\nport = \"2525\"")).unwrap().port, 2525);
    let settings = smtp(&format!("{lines}username = \"shop\"\npassword = \"correct horse\"")).unwrap();
    assert_eq!(settings.credentials.as_ref().unwrap().0, "shop");
    assert!(!format!("{settings:?}").contains("horse"));
}

#[test]
fn what_is_wrong_with_a_mail_server_is_told() {
    let said = |lines: &str| smtp(lines).unwrap_err();
    assert_eq!(
        said("username = \"shop\""),
        "passlock.toml:2:9: delivery.smtp.password: it is missing; password_file, or a variable\n\
         passlock.toml:2:9: delivery.smtp.host: it is missing; the name of the mail server\n\
         passlock.toml:2:9: delivery.smtp.from: it is missing; who emails are from"
    );
    assert_eq!(
        said("host = \"smtp.example:25\"\nport = \"0\"\nfrom = \"shop\"\nsecurity = \"ssl\""),
        "passlock.toml:4:8: delivery.smtp.host: \"smtp.example:25\" is not a name like smtp.example, or an address\n\
         passlock.toml:5:8: delivery.smtp.port: \"0\" is not a number from 1 to 65535\n\
         passlock.toml:6:8: delivery.smtp.from: \"shop\" is not an address like login@shop.example\n\
         passlock.toml:7:12: delivery.smtp.security: \"ssl\" is not one of: starttls, tls, none"
    );
    assert_eq!(
        said("host = \"smtp.example\"\nsecurity = \"none\"\nfrom = \"a@b.example\""),
        "passlock.toml:5:12: delivery.smtp.security: codes travel encrypted; only a mail server on this machine needs none"
    );
}
