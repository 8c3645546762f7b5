//! The texts of `../numbers.tsv`: an example number of every region, in four forms, with the region's names.

/// One region and what somebody could type there.
pub(crate) struct Row {
    pub region: &'static str,
    /// In English and in German.
    pub names: [&'static str; 2],
    pub national: &'static str,
    pub international: &'static str,
    /// A region that the national text is not of.
    pub other_region: &'static str,
    pub invalid: &'static str,
}

/// Every row of the file.
pub(crate) fn rows() -> Vec<Row> {
    include_str!("../numbers.tsv").lines().skip(1).filter_map(row).collect()
}

/// Those of four regions: what fits into the cache of regular expressions that `phonenumber` keeps.
pub(crate) fn few_rows() -> Vec<Row> {
    rows().into_iter().filter(|row| ["DE", "FR", "GB", "US"].contains(&row.region)).collect()
}

fn row(line: &'static str) -> Option<Row> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [region, english, german, national, international, other_region, invalid] = columns.try_into().ok()?;
    Some(Row { region, names: [english, german], national, international, other_region, invalid })
}
