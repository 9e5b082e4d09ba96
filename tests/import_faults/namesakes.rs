//! Marks that tell people of one name apart: whoever bears one is not taken for the one who is known without it.

use super::doubts::{HEAD, known_unit, steps, there};
use super::*;

const KNOWN: &str = "钱家栋,,,石桥村,第二选区,13800000001\n";

/// Marks beside a name, of every kind.
const MARKED: [&str; 27] = [
    "钱家栋（小）",
    "钱家栋(大)",
    "钱家栋（老）",
    "钱家栋（少）",
    "钱家栋（男）",
    "钱家栋（石桥村）",
    "钱家栋（王家庄）",
    "钱家栋（三组）",
    "钱家栋（东）",
    "钱家栋（西头）",
    "钱家栋（1）",
    "钱家栋（２）",
    "钱家栋(Ａ)",
    "钱家栋（b）",
    "钱家栋【小】",
    "钱家栋[小]",
    "钱家栋〔小〕",
    "钱家栋「小」",
    "钱家栋《小》",
    "钱家栋｛小｝",
    "钱家栋2",
    "钱家栋２",
    "钱家栋B",
    "钱家栋-小",
    "钱家栋—2",
    "钱家栋小",
    "小钱家栋",
];

#[test]
fn whoever_is_told_apart_by_a_mark_does_not_take_the_number_of_who_is_there_without() {
    let candidates = vec![0];
    for marked in MARKED {
        for rest in [",,,石桥村,第二选区,13900000002", ",,,,第二选区,", ",,,,,13900000002"] {
            let row = [marked, rest, "\n"].concat();
            // A place that is known of them says nothing against them.
            let is_place = marked.contains("石桥村");
            let step = steps(
                if is_place {
                    "钱家栋,,,,第二选区,13800000001\n"
                } else {
                    KNOWN
                },
                &row,
            )
            .remove(0);
            assert_eq!(
                step,
                Step::Unsure {
                    candidates: candidates.clone()
                },
                "{row}"
            );
        }
        let alone = steps("", &[marked, ",,,石桥村,第二选区,13900000002\n"].concat()).remove(0);
        assert!(matches!(alone, Step::Add(_)), "{marked}: {alone:?}");
        // One number is theirs, whatever they are called beside it.
        let own = steps(KNOWN, &[marked, ",,,石桥村,第二选区,13800000001\n"].concat()).remove(0);
        let is_written_in = marked.chars().count() == 4 && !marked.contains(['2', '２', 'B']);
        assert_eq!(matches!(own, Step::Update(0, _)), !is_written_in, "{marked}: {own:?}");
    }
}

#[test]
fn a_mark_that_was_read_before_is_known_again_and_words_of_other_kinds_are_none() {
    let known = there("钱家栋（大）,,,石桥村,第二选区,13800000001\n");
    assert_eq!(
        (known[0].profile.name.as_str(), known[0].profile.note.as_deref()),
        ("钱家栋", Some("大"))
    );
    let both = "钱家栋（大）,,,石桥村,第二选区,13800000001\n钱家栋（小）,,,石桥村,第二选区,13900000002\n";
    let again = steps(
        both,
        "钱家栋（小）,,,石桥村,第二选区,13700000003\n钱家栋(大),,,石桥村,第二选区,13600000004\n",
    );
    assert!(
        matches!(&again[0], Step::Update(1, p) if p.phone.as_deref() == Some("13700000003")),
        "{again:?}"
    );
    assert!(
        matches!(&again[1], Step::Update(0, p) if p.phone.as_deref() == Some("13600000004")),
        "{again:?}"
    );
    let other = steps(
        "钱家栋（大）,,,石桥村,第二选区,13800000001\n",
        "钱家栋（小）,,,石桥村,第二选区,13900000002\n",
    );
    assert_eq!(other[0], Step::Unsure { candidates: vec![0] });
    // Lists say of women that they are, and of people what they are.
    for row in [
        "钱家栋（女）",
        "钱家栋（女，回族）",
        "钱家栋（组长）",
        "钱家栋（书记）",
        "★钱家栋",
    ] {
        let step = steps(KNOWN, &[row, ",,,石桥村,第二选区,13900000002\n"].concat()).remove(0);
        assert!(matches!(step, Step::Update(0, _)), "{row}: {step:?}");
    }
    // Names that only look so.
    for name in ["王建中", "王小东", "欧阳建中", "张大", "Li Wei"] {
        let step = steps(
            "王建,,,石桥村,,\n王小,,,石桥村,,\n欧阳建,,,石桥村,,\n",
            &[name, ",,,石桥村,,\n"].concat(),
        )
        .remove(0);
        assert!(matches!(&step, Step::Add(p) if p.name == name), "{name}: {step:?}");
    }
}

#[test]
fn of_two_of_a_name_in_one_list_neither_takes_the_place_of_who_is_there_by_standing_first() {
    for two in [
        ["钱家栋（大）", "钱家栋（小）"],
        ["钱家栋（男）", "钱家栋（女）"],
        ["钱家栋", "钱家栋（小）"],
        ["钱家栋", "钱家栋"],
        ["钱家栋1", "钱家栋2"],
    ] {
        let rest = [",,,石桥村,第二选区,13900000002\n", ",,,石桥村,第二选区,13700000003\n"];
        let of = |rest: [&str; 2]| steps(KNOWN, &[two[0], rest[0], two[1], rest[1]].concat());
        for step in of(rest) {
            assert_eq!(step, Step::Unsure { candidates: vec![0] }, "{two:?}");
        }
        // Whose number is there is known, and the other is another.
        let known = of([",,,石桥村,第二选区,13800000001\n", ",,,石桥村,第二选区,13700000003\n"]);
        assert!(
            matches!(known[0], Step::Update(0, _) | Step::Same(0)),
            "{two:?}: {known:?}"
        );
        assert!(
            matches!(&known[1], Step::Add(p) if p.phone.as_deref() == Some("13700000003")),
            "{two:?}: {known:?}"
        );
        // Also where one telephone serves both.
        let parsed = people(&[HEAD, two[0], ",,,,,0536-6123456\n", two[1], ",,,,,0536-6123456\n"].concat());
        let are_marked = two.iter().all(|name| *name != "钱家栋");
        assert_eq!(parsed.rows.len(), if are_marked { 2 } else { 1 }, "{two:?}");
    }
}

#[test]
fn the_contact_of_a_unit_who_is_told_apart_by_a_mark_is_asked_about() {
    let known = |contact: &str| {
        let mut unit = known_unit("供电所", "", UnitKind::TownOffice, true);
        unit.profile.contact = Some(contact.to_owned());
        unit.profile.phone = Some("13800000001".to_owned());
        [unit]
    };
    let plan = |there: &str, row: &str| {
        let parsed = offices(&["单位名称,类别,联系人,联系电话\n供电所,镇直,", row, "\n"].concat());
        plan_units(&known(there), &parsed.rows).remove(0)
    };
    for marked in MARKED.iter().filter(|name| !matches!(**name, "钱家栋小" | "小钱家栋")) {
        for number in ["13900000002", ""] {
            let step = plan("钱家栋", &[marked, ",", number].concat());
            assert_eq!(step, Step::Unsure { candidates: vec![0] }, "{marked} {number}");
        }
        assert!(
            matches!(plan("钱家栋", &[marked, ",13800000001"].concat()), Step::Update(0, _)),
            "{marked}"
        );
    }
    let unsure = Step::Unsure { candidates: vec![0] };
    assert_eq!(plan("钱家栋（大）", "钱家栋（小）,13900000002"), unsure);
    assert_eq!(plan("钱家栋（大）", "钱家栋,13900000002"), unsure);
    assert!(matches!(
        plan("钱家栋（大）", "钱家栋(大),13900000002"),
        Step::Update(0, _)
    ));
    assert!(matches!(plan("钱家栋", "李明,13900000002"), Step::Update(0, _)));
    assert_eq!(plan("钱家栋", "李明,"), unsure, "what he has in his pocket is not hers");
    assert!(matches!(plan("钱家栋", "钱家栋,13900000002"), Step::Update(0, _)));
}
