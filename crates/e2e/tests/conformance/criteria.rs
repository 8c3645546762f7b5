//! The criteria of WCAG 2.2 on the levels A and AA, and what becomes of each in the lock.

/// One criterion.
pub(crate) struct Criterion {
    pub(crate) number: &'static str,
    pub(crate) name: &'static str,
    pub(crate) level: &'static str,
    pub(crate) means: Means,
}

/// What becomes of a criterion.
pub(crate) enum Means {
    /// How it is met, and the tests that prove it: `file::test`.
    Met(&'static str, &'static [&'static str]),
    /// What the lock does not have.
    Absent(&'static str),
    /// What is the embedding page's to do.
    OfThePage(&'static str),
}

use Means::{Absent, Met, OfThePage};

const fn a(number: &'static str, name: &'static str, means: Means) -> Criterion {
    Criterion { number, name, level: "A", means }
}

const fn aa(number: &'static str, name: &'static str, means: Means) -> Criterion {
    Criterion { number, name, level: "AA", means }
}

const DIALOG: &str = "crates/e2e/tests/gallery.rs::no_state_of_a_dialog_has_a_violation";
const INLINE: &str =
    "crates/e2e/tests/gallery.rs::no_state_of_a_lock_in_the_page_has_a_violation_on_the_narrowest_screen";
const TOLD: &str = "crates/e2e/tests/access.rs::every_view_tells_screen_readers_what_it_is";
const ANNOUNCED: &str = "crates/e2e/tests/access.rs::a_problem_is_announced_once_and_belongs_to_its_field";
const KEYBOARD: &str = "crates/e2e/tests/access.rs::a_keyboard_is_enough_for_the_whole_login";
const ESCAPE: &str = "crates/e2e/tests/access.rs::escape_closes_every_view_and_only_the_list_where_one_is_open";
const BEHIND: &str = "crates/e2e/tests/access.rs::the_page_behind_a_dialog_is_out_of_reach";
const FOCUS: &str = "crates/e2e/tests/access.rs::the_focus_can_be_seen_on_everything_that_takes_it";
const FORCED: &str = "crates/e2e/tests/access.rs::forced_colours_leave_edges_and_the_focus";
const SPACING: &str = "crates/e2e/tests/access.rs::wide_letters_and_lines_are_not_cut_off";
const PURPOSE: &str = "crates/e2e/tests/access.rs::fields_say_what_they_are_for";
const NARROW: &str = "crates/e2e/tests/layout.rs::nothing_stands_out_of_the_narrowest_screen_and_fingers_have_room";
const ZOOMED: &str = "crates/e2e/tests/layout.rs::at_four_hundred_percent_everything_can_be_reached_by_scrolling_down";
const COVERED: &str = "crates/e2e/tests/layout.rs::a_keyboard_on_the_screen_covers_no_button";
const MOTION: &str = "crates/e2e/tests/layout.rs::views_arrive_from_where_they_are_and_stand_still_for_who_wants_it";
const BRAND: &str = "crates/e2e/tests/layout.rs::whatever_the_brand_is_its_button_and_its_links_can_be_read";
const PALETTE: &str = "src/palette.rs::the_styles_of_the_lock_itself_can_be_read";
const RENEWED: &str = "crates/e2e/tests/code_step.rs::a_code_that_ran_out_says_so_and_is_replaced_in_place";
const QUIET: &str = "tests/widget/code_step.rs::a_screen_reader_hears_of_the_code_and_not_of_every_second";
const WHOLE: &str = "tests/widget/code_step.rs::a_code_in_one_piece_goes_off_by_itself";
const EXPLAINED: &str = "tests/widget/failures.rs::a_number_that_is_wrong_is_explained_and_not_sent";
const KEPT: &str = "crates/e2e/tests/happy_path.rs::a_backend_that_is_gone_costs_a_sentence_and_nothing_typed";
const RELOADED: &str = "crates/e2e/tests/code_step.rs::a_reload_comes_back_to_the_code_and_sends_no_other";
const LANGUAGE: &str =
    "crates/e2e/tests/languages.rs::each_lock_speaks_the_language_of_its_place_and_english_is_asked_of_nobody";

/// In the order of the guidelines.
pub(crate) const CRITERIA: &[Criterion] = &[
    a(
        "1.1.1",
        "Non-text Content",
        Met(
            "Icons and flags are hidden from readers, for words beside them say the same; a page's logo is decoration.",
            &[TOLD, DIALOG],
        ),
    ),
    a("1.2.1", "Audio-only and Video-only", Absent("No sound, no film.")),
    a("1.2.2", "Captions (Prerecorded)", Absent("No sound, no film.")),
    a("1.2.3", "Audio Description or Media Alternative", Absent("No sound, no film.")),
    aa("1.2.4", "Captions (Live)", Absent("No sound, no film.")),
    aa("1.2.5", "Audio Description (Prerecorded)", Absent("No sound, no film.")),
    a(
        "1.3.1",
        "Info and Relationships",
        Met(
            "A dialog, or a region, with a heading that names it; labels tied to fields, problems tied by `aria-describedby`.",
            &[TOLD, ANNOUNCED],
        ),
    ),
    a("1.3.2", "Meaningful Sequence", Met("What is read comes in the order in which it is seen.", &[TOLD])),
    a(
        "1.3.3",
        "Sensory Characteristics",
        Met("No sentence refers to a shape, a place or a colour.", &[TOLD, ANNOUNCED]),
    ),
    aa("1.3.4", "Orientation", Met("A low and wide screen shows the same form with less air.", &[ZOOMED, COVERED])),
    aa("1.3.5", "Identify Input Purpose", Met("`autocomplete` is `tel` and `one-time-code`.", &[PURPOSE])),
    a(
        "1.4.1",
        "Use of Color",
        Met("A problem has a sign and a sentence; the active country an outline.", &[ANNOUNCED, FORCED]),
    ),
    a("1.4.2", "Audio Control", Absent("No sound.")),
    aa(
        "1.4.3",
        "Contrast (Minimum)",
        Met("4.5 to 1 for all text, whatever the brand's colour is.", &[PALETTE, BRAND, DIALOG]),
    ),
    aa("1.4.4", "Resize Text", Met("At 400 % nothing is lost.", &[ZOOMED])),
    aa("1.4.5", "Images of Text", Absent("No picture has words in it.")),
    aa("1.4.10", "Reflow", Met("On 320 pixels nothing scrolls sideways.", &[NARROW, ZOOMED])),
    aa(
        "1.4.11",
        "Non-text Contrast",
        Met("3 to 1 for the edges of fields and boxes, and for the line of the focus.", &[PALETTE, FOCUS]),
    ),
    aa("1.4.12", "Text Spacing", Met("Wide letters and lines make the card higher and cut nothing off.", &[SPACING])),
    aa("1.4.13", "Content on Hover or Focus", Absent("Nothing appears by pointing or by focus.")),
    a(
        "2.1.1",
        "Keyboard",
        Met(
            "The whole login, the list of countries included, works by keys alone, in three browsers.",
            &[KEYBOARD, "crates/e2e/tests/core_paths.rs::a_country_is_chosen_by_keys_alone"],
        ),
    ),
    a(
        "2.1.2",
        "No Keyboard Trap",
        Met(
            "Esc leaves the list, then the lock; the focus goes back to where it came from.",
            &[ESCAPE, "crates/e2e/tests/core_paths.rs::escape_closes_a_lock"],
        ),
    ),
    a(
        "2.1.4",
        "Character Key Shortcuts",
        Met("Letters do something only in a field and on the country's button.", &[KEYBOARD]),
    ),
    a(
        "2.2.1",
        "Timing Adjustable",
        Met(
            "A code ends for safety's sake; that is announced a minute before, and another is one press away, with nothing typed again.",
            &[RENEWED, QUIET],
        ),
    ),
    a(
        "2.2.2",
        "Pause, Stop, Hide",
        Met("Clocks tick in silence; nothing else moves by itself for longer than the answer takes.", &[QUIET, MOTION]),
    ),
    a(
        "2.3.1",
        "Three Flashes or Below Threshold",
        Met("The caret blinks about once a second, and not at all for who wants no motion.", &[MOTION]),
    ),
    a(
        "2.4.1",
        "Bypass Blocks",
        OfThePage("A dialog begins in its field; around a lock in the page, blocks are the page's."),
    ),
    a("2.4.2", "Page Titled", OfThePage("The lock leaves the title alone.")),
    a(
        "2.4.3",
        "Focus Order",
        Met("As seen; each step begins where its task is, and a dialog gives the focus back.", &[KEYBOARD]),
    ),
    a(
        "2.4.4",
        "Link Purpose (In Context)",
        Met("\"Change\" stands behind the number, \"Send again\" beside the time.", &[TOLD]),
    ),
    aa("2.4.5", "Multiple Ways", OfThePage("The lock is a step of a process.")),
    aa("2.4.6", "Headings and Labels", Met("Each view has its heading, each field its label.", &[TOLD, INLINE])),
    aa(
        "2.4.7",
        "Focus Visible",
        Met("A line of full colour, and an outline where the system forces colours.", &[FOCUS, FORCED]),
    ),
    aa(
        "2.4.11",
        "Focus Not Obscured (Minimum)",
        Met(
            "The page behind a dialog takes no focus, and no keyboard on the screen lies over the button.",
            &[BEHIND, COVERED],
        ),
    ),
    a("2.5.1", "Pointer Gestures", Absent("A press is all there is.")),
    a(
        "2.5.2",
        "Pointer Cancellation",
        Met(
            "Buttons act when they are let go, as the browser's own do.",
            &["crates/e2e/tests/country_picker.rs::a_press_beside_the_list_leaves_it"],
        ),
    ),
    a(
        "2.5.3",
        "Label in Name",
        Met("Names of buttons are what stands on them; that of the country has its code.", &[TOLD]),
    ),
    a("2.5.4", "Motion Actuation", Absent("Nothing hears of how a device is held.")),
    aa("2.5.7", "Dragging Movements", Absent("Nothing is dragged.")),
    aa("2.5.8", "Target Size (Minimum)", Met("44 by 44 pixels, where 24 are asked for.", &[NARROW])),
    a("3.1.1", "Language of Page", OfThePage("`lang` of the page.")),
    aa(
        "3.1.2",
        "Language of Parts",
        Met("The lock says which language it speaks, whatever the page's is.", &[LANGUAGE]),
    ),
    a("3.2.1", "On Focus", Met("Nothing happens by focus alone.", &[KEYBOARD])),
    a(
        "3.2.2",
        "On Input",
        Met(
            "A whole code goes off by itself, which the heading's task is, and which `autoSubmit: false` turns off.",
            &[WHOLE, "tests/widget/code_step.rs::a_page_may_leave_the_sending_to_the_button"],
        ),
    ),
    aa("3.2.3", "Consistent Navigation", Met("Back and close have the same place in every view.", &[TOLD])),
    aa("3.2.4", "Consistent Identification", Met("One broad button that says what it does, in every view.", &[TOLD])),
    a("3.2.6", "Consistent Help", OfThePage("The lock has no help of its own, but sentences that say what to do.")),
    a("3.3.1", "Error Identification", Met("In words, beside the field, announced once.", &[ANNOUNCED])),
    a(
        "3.3.2",
        "Labels or Instructions",
        Met("A label, an example of the country, and what will happen.", &[TOLD, INLINE]),
    ),
    aa(
        "3.3.3",
        "Error Suggestion",
        Met(
            "How many digits are missing and for which country, how many tries are left, what to do next.",
            &[EXPLAINED, ANNOUNCED],
        ),
    ),
    aa(
        "3.3.4",
        "Error Prevention (Legal, Financial, Data)",
        Absent("Nothing is bought, signed or deleted; the number is shown as understood before a message goes there."),
    ),
    a(
        "3.3.7",
        "Redundant Entry",
        Met("Nothing is typed twice: not after a failure, not after a reload, not on the way back.", &[KEPT, RELOADED]),
    ),
    aa(
        "3.3.8",
        "Accessible Authentication (Minimum)",
        Met(
            "No puzzle and nothing to remember: the code can be pasted, filled in by the browser, or taken from the message.",
            &[WHOLE, "tests/widget/code_step.rs::the_code_out_of_the_message_logs_in"],
        ),
    ),
    a(
        "4.1.2",
        "Name, Role, Value",
        Met(
            "Native elements; the list of countries is a combobox with a listbox as the ARIA practices have it.",
            &[TOLD, "crates/e2e/tests/country_picker.rs::screen_readers_are_told_each_thing_once", DIALOG],
        ),
    ),
    aa(
        "4.1.3",
        "Status Messages",
        Met("Problems by `alert`, the way of the code and the length of the list by `status`.", &[ANNOUNCED, QUIET]),
    ),
];
