//! `template`: what is wrong with the text of a message.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand};
use passlock_server::{
    BoundTo, Connection, DEFAULT_TEMPLATE, Encoding, Medium, MessageSize, Settings, Values, check_bound_line,
    check_template, compose,
};

use super::config::ConfigArgument;
use super::task::Verdict;
use super::{Failure, email_template, read};

#[derive(Debug, Subcommand)]
pub(crate) enum TemplateTask {
    /// Say what is wrong with the last line, which browsers read the code from; fails if anything is
    Check(TemplateArguments),
}

#[derive(Debug, Args)]
pub(crate) struct TemplateArguments {
    /// The template, with \n for a new line [default: all of the configuration, or the server's own]
    #[arg(long, value_name = "TEXT", value_parser = read::template)]
    template: Option<String>,
    /// A file with the template
    #[arg(long, value_name = "FILE", conflicts_with = "template")]
    file: Option<PathBuf>,
    /// Host of the page that people see the address of
    #[arg(long, value_name = "HOST", value_parser = read::host)]
    host: String,
    /// Host of the frame in that page that shows the form, if it is in one
    #[arg(long, value_name = "HOST", value_parser = read::host)]
    frame: Option<String>,
    /// Messages that a text may be sent as, each of which is charged
    #[arg(long, value_name = "COUNT", default_value_t = 1)]
    most_segments: usize,
    #[command(flatten)]
    config: ConfigArgument,
}

impl TemplateTask {
    pub(super) fn run(self) -> Result<Verdict, Failure> {
        let Self::Check(arguments) = self;
        let mut verdict = Verdict::Good;
        let settings = arguments.settings()?;
        for (language, template) in arguments.templates(settings.as_ref())? {
            if let Some(language) = &language {
                println!("{language}:");
            }
            if arguments.check(&template, language.as_deref()) == Verdict::Wrong {
                verdict = Verdict::Wrong;
            }
        }
        let sends_emails = |settings: &&Settings| {
            settings.clients.iter().any(|client| client.connections.contains(&Connection::Email))
        };
        if let Some(settings) = settings.as_ref().filter(sends_emails)
            && email_template::check(&settings.email_templates) == Verdict::Wrong
        {
            verdict = Verdict::Wrong;
        }
        Ok(verdict)
    }
}

impl TemplateArguments {
    /// Those of the configuration, where it is meant.
    fn settings(&self) -> Result<Option<Settings>, Failure> {
        let is_meant = self.template.is_none() && self.file.is_none() && self.config.path().is_some();
        Ok(if is_meant { Some(self.config.deployment()?.settings) } else { None })
    }

    /// The texts that are meant, those of the configuration with their languages.
    fn templates(&self, settings: Option<&Settings>) -> Result<Vec<(Option<String>, String)>, Failure> {
        if let Some(text) = &self.template {
            return Ok(vec![(None, text.clone())]);
        }
        if let Some(file) = &self.file {
            let text = fs::read_to_string(file)?;
            // An editor's line break at the end is not meant.
            let text = text.strip_suffix('\n').unwrap_or(&text).replace("\\n", "\n");
            check_template(&text, Medium::Sms)?;
            return Ok(vec![(None, text)]);
        }
        let Some(settings) = settings else { return Ok(vec![(None, DEFAULT_TEMPLATE.to_owned())]) };
        let templates = settings.templates.clone();
        let others = templates.by_language.into_iter().map(|(language, text)| (Some(language.to_string()), text));
        Ok(std::iter::once((None, templates.usual)).chain(others).collect())
    }

    fn check(&self, template: &str, language: Option<&str>) -> Verdict {
        let values = Values {
            code: CODE,
            lifetime: LIFETIME,
            host: Some(&self.host),
            to: NUMBER,
            application: APPLICATION,
            language,
            link: None,
        };
        let message = compose(template, &values);
        let size = MessageSize::of(&message);
        println!("{message}\n");
        println!("{}", in_words(size));
        let faults =
            check_bound_line(&message, &BoundTo { host: &self.host, frame: self.frame.as_deref(), code: CODE });
        for fault in &faults {
            println!("wrong: {fault}");
        }
        let is_long = size.segments > self.most_segments;
        if is_long {
            println!("wrong: it is sent as {} messages; --most-segments allows more", size.segments);
        }
        if is_long || !faults.is_empty() {
            return Verdict::Wrong;
        }
        println!("good: browsers offer the code to {}", self.frame.as_deref().unwrap_or(&self.host));
        Verdict::Good
    }
}

fn in_words(size: MessageSize) -> String {
    let (alone, _) = size.encoding.room();
    let alphabet = match size.encoding {
        Encoding::Gsm7 => "GSM-7".to_owned(),
        Encoding::Ucs2(sign) => format!("UCS-2, because of {sign:?}"),
    };
    let messages = if size.segments == 1 { "1 message".to_owned() } else { format!("{} messages", size.segments) };
    format!("{messages}: {} of {alone} signs, {alphabet}", size.units)
}

/// A code like any other.
const CODE: &str = "427193";
const LIFETIME: Duration = Duration::from_mins(3);
const NUMBER: &str = "+447400123456";
const APPLICATION: &str = "Example";
