//! What is measured, in the words of each library.

use passlock_phone::Region;
use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberFormat};

/// A library by its type of number.
pub(crate) trait Library: Sized {
    const NAME: &'static str;
    type Region;

    fn region(letters: &str) -> Self::Region;
    fn read(text: &str, region: &Self::Region) -> Option<Self>;
    fn is_known(&self) -> bool;
    fn in_international_form(&self) -> String;
}

impl Library for passlock_phone::PhoneNumber {
    const NAME: &'static str = "passlock_phone";
    type Region = Option<Region>;

    fn region(letters: &str) -> Self::Region {
        Region::new(letters)
    }

    fn read(text: &str, region: &Self::Region) -> Option<Self> {
        Self::parse(text, *region).ok()
    }

    fn is_known(&self) -> bool {
        self.is_valid()
    }

    fn in_international_form(&self) -> String {
        self.international()
    }
}

impl Library for rlibphonenumber::PhoneNumber {
    const NAME: &'static str = "rlibphonenumber";
    type Region = Option<rlibphonenumber::Region>;

    fn region(letters: &str) -> Self::Region {
        rlibphonenumber::Region::from_code(letters).ok()
    }

    fn read(text: &str, region: &Self::Region) -> Option<Self> {
        PHONE_NUMBER_UTIL.parse(text, *region).ok()
    }

    fn is_known(&self) -> bool {
        self.is_valid()
    }

    fn in_international_form(&self) -> String {
        self.format_as(PhoneNumberFormat::International).into_owned()
    }
}

impl Library for phonenumber::PhoneNumber {
    const NAME: &'static str = "phonenumber";
    type Region = Option<phonenumber::country::Id>;

    fn region(letters: &str) -> Self::Region {
        letters.parse().ok()
    }

    fn read(text: &str, region: &Self::Region) -> Option<Self> {
        phonenumber::parse(*region, text).ok()
    }

    fn is_known(&self) -> bool {
        phonenumber::is_valid(self)
    }

    fn in_international_form(&self) -> String {
        self.format().mode(phonenumber::Mode::International).to_string()
    }
}
