//! The engine beside two ports of Google's library, on the same texts in the same run; `cargo xtask bench phone` reads it.

mod corpus;
mod libraries;

use std::hint::black_box;
use std::time::Duration;

use corpus::{Row, few_rows, rows};
use criterion::{BenchmarkGroup, Criterion, Throughput, measurement::WallTime};
use libraries::Library;
use passlock_phone::{AsYouType, PhoneNumber, Region, rank};

/// Picks a region and a text to read in it.
type Form = fn(&Row) -> (&'static str, &'static str);

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(30)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(1))
        .configure_from_args();
    let rows = rows();
    let reading: [(&str, Form); 4] = [
        ("read_national", |row| (row.region, row.national)),
        ("read_international", |row| (row.region, row.international)),
        ("read_in_other_region", |row| (row.other_region, row.national)),
        ("read_invalid", |row| (row.region, row.invalid)),
    ];
    for (name, text) in reading {
        let texts: Vec<_> = rows.iter().map(text).collect();
        let mut group = group(&mut criterion, name, texts.len());
        // Over all regions the third library would compile regular expressions in every call: it keeps a hundred.
        read::<PhoneNumber>(&mut group, &texts);
        read::<rlibphonenumber::PhoneNumber>(&mut group, &texts);
    }
    of_few_regions(&mut criterion);
    of_this_library(&mut criterion, &rows);
    criterion.final_summary();
}

/// Four regions are what all three libraries can be measured on once they are warm.
fn of_few_regions(criterion: &mut Criterion) {
    let rows = few_rows();
    let forms = |row: &Row| [(row.region, row.national), (row.region, row.international), (row.region, row.invalid)];
    let texts: Vec<_> = rows.iter().flat_map(forms).collect();
    let mut reading = group(criterion, "read_few_regions", texts.len());
    read::<PhoneNumber>(&mut reading, &texts);
    read::<rlibphonenumber::PhoneNumber>(&mut reading, &texts);
    read::<phonenumber::PhoneNumber>(&mut reading, &texts);
    drop(reading);

    let mut writing = group(criterion, "write_international", rows.len());
    write::<PhoneNumber>(&mut writing, &rows);
    write::<rlibphonenumber::PhoneNumber>(&mut writing, &rows);
    write::<phonenumber::PhoneNumber>(&mut writing, &rows);
}

/// What the form asks besides, and the other libraries do not have.
fn of_this_library(criterion: &mut Criterion, rows: &[Row]) {
    // One element is one key, as the form asks it: the whole text each time.
    let texts: Vec<_> =
        rows.iter().flat_map(|row| beginnings(row).map(|text| (Region::new(row.region), text))).collect();
    group(criterion, "as_you_type", texts.len()).bench_function(PhoneNumber::NAME, |bencher| {
        bencher.iter(|| {
            texts.iter().map(|(region, text)| AsYouType::format(black_box(text), *region).len()).sum::<usize>()
        });
    });
    group(criterion, "region_named_in", rows.len()).bench_function(PhoneNumber::NAME, |bencher| {
        bencher.iter(|| rows.iter().filter_map(|row| Region::named_in(black_box(row.international))).count());
    });
    // One element is one key: every region is ranked.
    let queries = ["u", "un", "germ", "côte", "+4"];
    let regions: Vec<_> = rows.iter().filter_map(|row| Some((Region::new(row.region)?, row.names))).collect();
    group(criterion, "search_all_regions", queries.len()).bench_function(PhoneNumber::NAME, |bencher| {
        bencher.iter(|| {
            let found = |query: &&str| {
                regions.iter().filter_map(|(region, names)| rank(black_box(query), *region, names)).count()
            };
            queries.iter().map(found).sum::<usize>()
        });
    });
}

/// What stands in the field after each digit of a national number.
fn beginnings(row: &Row) -> impl Iterator<Item = String> {
    let digits: String = row.national.chars().filter(char::is_ascii_digit).collect();
    (1..=digits.len()).map(move |end| digits[..end].to_owned())
}

fn read<L: Library>(group: &mut BenchmarkGroup<WallTime>, texts: &[(&str, &str)]) {
    let texts: Vec<_> = texts.iter().map(|(region, text)| (L::region(region), *text)).collect();
    let read_all = || {
        let is_valid = |(region, text): &&(L::Region, &str)| {
            L::read(black_box(text), region).is_some_and(|number| number.is_known())
        };
        texts.iter().filter(is_valid).count()
    };
    // What is compiled on first use is compiled now: Criterion plans its samples by the first rounds that it sees.
    black_box(read_all());
    group.bench_function(L::NAME, |bencher| bencher.iter(read_all));
}

fn write<L: Library>(group: &mut BenchmarkGroup<WallTime>, rows: &[Row]) {
    let numbers: Vec<L> = rows.iter().filter_map(|row| L::read(row.national, &L::region(row.region))).collect();
    assert_eq!(numbers.len(), rows.len(), "{} reads every example", L::NAME);
    group.bench_function(L::NAME, |bencher| {
        bencher.iter(|| numbers.iter().map(|number| black_box(number).in_international_form().len()).sum::<usize>());
    });
}

fn group<'a>(criterion: &'a mut Criterion, name: &str, elements: usize) -> BenchmarkGroup<'a, WallTime> {
    let mut group = criterion.benchmark_group(name);
    group.throughput(Throughput::Elements(elements as u64));
    group
}
