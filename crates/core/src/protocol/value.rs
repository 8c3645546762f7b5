//! JSON of which nothing is known beforehand, so that whoever reads it can say which part of it is wrong.

use std::fmt;

use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// A value. What the widget reads and writes goes through this one type: serde types for it would cost 10 KB of download.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Not there, or null, which some servers write for what they leave out.
    Absent,
    /// A text.
    Text(String),
    /// A number.
    Number(f64),
    /// True or false.
    Truth(bool),
    /// A list.
    List(Vec<Self>),
    /// Fields with their names.
    Object(Vec<(String, Self)>),
    /// A list or an object further down than [`Value::DEPTH`].
    TooDeep,
}

impl Value {
    /// An object of texts. Those that are `None` are left out.
    pub(crate) fn of_texts(fields: &[(&str, Option<&str>)]) -> Self {
        let field =
            |(name, text): &(&str, Option<&str>)| text.map(|text| ((*name).to_owned(), Self::Text(text.to_owned())));
        Self::Object(fields.iter().filter_map(field).collect())
    }

    /// How many levels of lists and objects are read: a set of keys has three. What a stranger nests without end must not
    /// use up the stack.
    pub const DEPTH: u8 = 3;

    /// The field of that name; of several the last, as `JSON.parse` has it.
    #[must_use]
    pub fn get(&self, name: &str) -> &Self {
        match self {
            Self::Object(fields) => {
                fields.iter().rfind(|(given, _)| given == name).map_or(&Self::Absent, |(_, value)| value)
            }
            _ => &Self::Absent,
        }
    }

    /// The text, if it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number, if it is a whole one from 0 to 4294967295.
    #[must_use]
    pub fn count(&self) -> Option<u32> {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        match self {
            Self::Number(number) if number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(number) => {
                Some(*number as u32)
            }
            _ => None,
        }
    }

    /// True or false, if it is one of them.
    #[must_use]
    pub fn truth(&self) -> Option<bool> {
        match self {
            Self::Truth(truth) => Some(*truth),
            _ => None,
        }
    }

    /// The values of a list; a value that is none counts as a list of one.
    #[must_use]
    pub fn list(&self) -> &[Self] {
        match self {
            Self::Absent => &[],
            Self::List(values) => values,
            only => std::slice::from_ref(only),
        }
    }

    /// Whether there is nothing.
    #[must_use]
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether it is this text.
    #[must_use]
    pub fn is(&self, expected: &str) -> bool {
        self.text() == Some(expected)
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        DownTo(Self::DEPTH).deserialize(deserializer)
    }
}

/// Reads so many levels and passes over what lies below.
struct DownTo(u8);

impl<'de> DeserializeSeed<'de> for DownTo {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for DownTo {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Number(number))
    }

    #[allow(clippy::cast_precision_loss, reason = "a number that a float does not hold is no moment of this world")]
    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number as f64))
    }

    #[allow(clippy::cast_precision_loss, reason = "a number that a float does not hold is no moment of this world")]
    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number as f64))
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Value, E> {
        Ok(Value::Truth(truth))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Absent)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let Some(below) = self.0.checked_sub(1) else {
            while list.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(Value::TooDeep);
        };
        let mut values = Vec::new();
        while let Some(value) = list.next_element_seed(DownTo(below))? {
            values.push(value);
        }
        Ok(Value::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Value, A::Error> {
        let Some(below) = self.0.checked_sub(1) else {
            while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            return Ok(Value::TooDeep);
        };
        let mut fields = Vec::new();
        while let Some(name) = object.next_key()? {
            fields.push((name, object.next_value_seed(DownTo(below))?));
        }
        Ok(Value::Object(fields))
    }
}
