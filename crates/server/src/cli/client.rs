//! `client`: the applications of a configuration.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use passlock_server::{AllowedOrigin, Client, ConfigFile, Deployment, Environment, note_client};
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, value};

use super::Failure;
use super::config::ConfigArgument;
use super::init::{random_text, write_secret};

#[derive(Debug, Subcommand)]
pub(crate) enum ClientTask {
    /// Add an application; the rest of the file stays as it is
    Add(Box<AddArguments>),
    /// Show the applications
    List(ConfigArgument),
}

#[derive(Debug, Args)]
pub(crate) struct AddArguments {
    /// Its public identifier [default: a random one]
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// What people call it
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    /// It is a server and can keep a secret, which is made and shown this once
    #[arg(long)]
    confidential: bool,
    /// A page that may call, such as https://shop.example; may be given several times
    #[arg(long = "allowed-origin", value_name = "ORIGIN")]
    allowed_origins: Vec<String>,
    /// A page that may be told of a login by a frame of the server; may be given several times
    #[arg(long = "web-origin", value_name = "ORIGIN")]
    web_origins: Vec<String>,
    /// Where people may be sent after logging in; may be given several times
    #[arg(long = "callback-url", value_name = "URL")]
    callback_urls: Vec<String>,
    /// Where people may be sent after logging out; may be given several times
    #[arg(long = "logout-url", value_name = "URL")]
    logout_urls: Vec<String>,
    /// Let its logins be renewed by refresh tokens
    #[arg(long)]
    refresh_tokens: bool,
    /// Let people log in by passkeys of this name, such as shop.example
    #[arg(long, value_name = "NAME")]
    passkeys: Option<String>,
    /// Show what would be added, and write nothing
    #[arg(long)]
    print: bool,
    #[command(flatten)]
    file: ConfigArgument,
}

impl ClientTask {
    pub(super) fn run(self) -> Result<(), Failure> {
        match self {
            Self::Add(arguments) => arguments.add(),
            Self::List(file) => {
                for client in &file.deployment()?.settings.clients {
                    println!("{}", describe(client));
                }
                Ok(())
            }
        }
    }
}

impl AddArguments {
    fn add(&self) -> Result<(), Failure> {
        let path = self.file.path().ok_or(Failure::NoFile)?;
        // What is wrong before is not this client's fault, and is told first.
        let before = self.file.deployment()?;
        let id = self.id.clone().map_or_else(random_id, Ok)?;
        if before.settings.client(&id).is_some() {
            return Err(Failure::KnownClient(id));
        }
        let secret = self.confidential.then(random_text).transpose()?;
        let block = self.block(&id);
        if self.print {
            let mut document = DocumentMut::new();
            push(&mut document, block);
            print!("{document}");
            if let Some(secret) = &secret {
                println!("# {} is a file beside this one, for its owner's eyes only, with: {secret}", secret_file(&id));
            }
            return Ok(());
        }
        let text = std::fs::read_to_string(&path).map_err(|error| Failure::Config(path.clone(), error))?;
        let mut document: DocumentMut = text.parse().map_err(|_| unreadable(&path))?;
        push(&mut document, block);
        keep(&path, &document.to_string(), secret.as_deref().map(|secret| (secret_file(&id), secret)))?;
        note_client(&id);
        println!("client_id: {id}");
        if let Some(secret) = secret {
            println!("client_secret: {secret}");
        }
        Ok(())
    }

    fn block(&self, id: &str) -> Table {
        let list = |texts: &[String]| value(texts.iter().collect::<Array>());
        let mut block = Table::new();
        block.insert("id", value(id));
        if let Some(name) = &self.name {
            block.insert("name", value(name));
        }
        if self.confidential {
            block.insert("kind", value("confidential"));
            block.insert("secret_file", value(secret_file(id)));
        }
        for (key, texts) in [
            ("allowed_origins", &self.allowed_origins),
            ("web_origins", &self.web_origins),
            ("callback_urls", &self.callback_urls),
            ("logout_urls", &self.logout_urls),
        ] {
            if !texts.is_empty() {
                block.insert(key, list(texts));
            }
        }
        let more = [("refresh_token", self.refresh_tokens), ("webauthn", self.passkeys.is_some())];
        let more: Vec<_> =
            more.into_iter().filter(|(_, is_wanted)| *is_wanted).map(|(grant, _)| grant.to_owned()).collect();
        if !more.is_empty() {
            block.insert("grants", list(&[vec!["passwordless_otp".to_owned()], more].concat()));
        }
        if let Some(name) = &self.passkeys {
            block.insert("passkey_rp_id", value(name));
        }
        block
    }
}

/// Writes the secret and then the file, if that is good with the new client.
fn keep(path: &Path, text: &str, secret: Option<(String, &str)>) -> Result<(), Failure> {
    let secret = secret.map(|(name, secret)| (path.parent().unwrap_or(Path::new("")).join(name), secret));
    if let Some((file, secret)) = &secret {
        write_secret(file, secret)?;
    }
    let written = check(path, text).and_then(|()| {
        // In its place, so that its owner and its rights stay.
        std::fs::write(path, text).map_err(|error| Failure::Writing(path.to_owned(), error))
    });
    if let (Err(_), Some((file, _))) = (&written, &secret) {
        // A secret of no client; the mistake itself is what counts.
        drop(std::fs::remove_file(file));
    }
    written
}

/// The file as it would be, read like any other; its paths begin where it lies.
fn check(path: &Path, text: &str) -> Result<(), Failure> {
    let name = path.display().to_string();
    let file = ConfigFile::of_text(&name, text);
    Deployment::base(false).read(Some(&file), &Environment::of_process())?;
    Ok(())
}

/// Puts a block at the end of the file, behind the comments that stand there.
fn push(document: &mut DocumentMut, mut block: Table) {
    let is_empty = document.is_empty();
    let comments = document.trailing().as_str().unwrap_or_default().to_owned();
    let clients = document.entry("clients").or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    match clients {
        Item::ArrayOfTables(blocks) => {
            let gap = if is_empty || comments.ends_with("\n\n") { "" } else { "\n" };
            block.decor_mut().set_prefix(format!("{comments}{gap}"));
            block.set_position(Some(isize::MAX));
            blocks.push(block);
            document.set_trailing("");
        }
        // `clients = [{ … }]`, which means the same.
        other => {
            if let Some(array) = other.as_array_mut() {
                array.push(block.into_inline_table());
            }
        }
    }
}

fn unreadable(path: &Path) -> Failure {
    Failure::Config(PathBuf::from(path), std::io::ErrorKind::InvalidData.into())
}

fn secret_file(id: &str) -> String {
    format!("{id}.secret")
}

/// Half of a random text: 128 bits.
fn random_id() -> Result<String, Failure> {
    let text: String = random_text()?.chars().filter(char::is_ascii_alphanumeric).take(24).collect();
    Ok(text)
}

fn describe(client: &Client) -> String {
    let origins = client.origins.iter().map(|origin| match origin {
        AllowedOrigin::Exact(origin) => origin.as_str(),
        AllowedOrigin::Loopback => "this machine",
    });
    let kind = if client.secret.is_some() { "confidential" } else { "public" };
    let grants: Vec<_> = client.grants.iter().map(|grant| grant.short_name()).collect();
    let origins: Vec<_> = origins.collect();
    format!("{} {:?} {kind}, {}, pages: {}", client.id, client.name, grants.join(" "), origins.join(" "))
}
