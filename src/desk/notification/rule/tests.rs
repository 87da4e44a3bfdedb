//! The truth table of who is told.

use std::collections::{BTreeSet, HashSet};

use entity::UnixMillis;
use uuid::Uuid;

use super::*;

const ME: PersonId = PersonId(Uuid::from_u128(1));
const COLLEAGUE: PersonId = PersonId(Uuid::from_u128(2));
const MINE: DepartmentId = DepartmentId(Uuid::from_u128(10));
const OTHER: DepartmentId = DepartmentId(Uuid::from_u128(11));

const AGENTS: [Option<PersonId>; 3] = [None, Some(ME), Some(COLLEAGUE)];
const DEPARTMENTS: [Option<DepartmentId>; 3] = [None, Some(MINE), Some(OTHER)];
const OCCASIONS: [Occasion; 4] = [
    Occasion::NewMessage,
    Occasion::AssignedToAgent,
    Occasion::AssignedToDepartment,
    Occasion::ReplyFailed,
];
const VISIBILITIES: [Visibility; 3] = [
    Visibility::Everything,
    Visibility::Departments,
    Visibility::Own,
];

/// Agent, active, no restriction, wants to be told, a new unread message: change one thing at a time.
const MESSAGE: Situation = Situation {
    occasion: Occasion::NewMessage,
    rings: true,
    unread: true,
    undelivered: true,
    author_id: None,
    agent_id: None,
    department_id: None,
    visible_department_id: None,
    doer: None,
};

fn me(departments: &BTreeSet<DepartmentId>) -> Candidate<'_> {
    Candidate {
        person_id: ME,
        active: true,
        visibility: Visibility::Departments,
        departments,
        notifications: true,
    }
}

#[test]
fn the_rule_that_decides_in_the_cases_of_the_requirements() {
    use Occasion::{AssignedToAgent, AssignedToDepartment, NewMessage};
    let table = [
        // occasion, agent, department, doer, rule
        (NewMessage, Some(ME), None, None, Rule::MessageToAgent),
        (
            NewMessage,
            Some(ME),
            Some(OTHER),
            None,
            Rule::MessageToAgent,
        ),
        (
            NewMessage,
            None,
            Some(MINE),
            None,
            Rule::MessageToDepartment,
        ),
        (NewMessage, None, Some(OTHER), None, Rule::OtherDepartment),
        (
            NewMessage,
            Some(COLLEAGUE),
            Some(MINE),
            None,
            Rule::ColleagueServes,
        ),
        (NewMessage, None, None, None, Rule::Unassigned),
        (
            AssignedToAgent,
            Some(ME),
            None,
            Some(COLLEAGUE),
            Rule::ForwardedToAgent,
        ),
        (
            AssignedToAgent,
            Some(ME),
            None,
            None,
            Rule::ForwardedToAgent,
        ),
        (AssignedToAgent, Some(ME), None, Some(ME), Rule::OwnDoing),
        (
            AssignedToAgent,
            Some(COLLEAGUE),
            Some(MINE),
            None,
            Rule::ColleagueServes,
        ),
        (
            AssignedToAgent,
            None,
            Some(MINE),
            Some(COLLEAGUE),
            Rule::Superseded,
        ),
        (
            AssignedToDepartment,
            None,
            Some(MINE),
            Some(COLLEAGUE),
            Rule::ForwardedToDepartment,
        ),
        (
            AssignedToDepartment,
            None,
            Some(MINE),
            Some(ME),
            Rule::OwnDoing,
        ),
        (
            AssignedToDepartment,
            None,
            Some(OTHER),
            Some(COLLEAGUE),
            Rule::OtherDepartment,
        ),
        (
            AssignedToDepartment,
            Some(ME),
            Some(MINE),
            Some(COLLEAGUE),
            Rule::Superseded,
        ),
    ];
    let departments = BTreeSet::from([MINE]);
    for (occasion, agent_id, department_id, doer, rule) in table {
        let situation = Situation {
            occasion,
            agent_id,
            department_id,
            visible_department_id: department_id,
            doer,
            ..MESSAGE
        };
        assert_eq!(decide(&situation, &me(&departments)), rule, "{situation:?}");
    }
}

#[test]
fn each_reason_not_to_tell_is_enough_by_itself() {
    let departments = BTreeSet::from([MINE]);
    let message = Situation {
        department_id: Some(MINE),
        visible_department_id: Some(MINE),
        ..MESSAGE
    };
    let me = me(&departments);
    let table = [
        (message, me, Rule::MessageToDepartment),
        (
            Situation {
                rings: false,
                ..message
            },
            me,
            Rule::NobodyWaits,
        ),
        (
            Situation {
                unread: false,
                ..message
            },
            me,
            Rule::AlreadyRead,
        ),
        (
            Situation {
                visible_department_id: Some(OTHER),
                ..message
            },
            me,
            Rule::NotVisible,
        ),
        (
            message,
            Candidate {
                active: false,
                ..me
            },
            Rule::Inactive,
        ),
        (
            message,
            Candidate {
                notifications: false,
                ..me
            },
            Rule::SwitchedOff,
        ),
        (
            message,
            Candidate {
                visibility: Visibility::Own,
                ..me
            },
            Rule::NotVisible,
        ),
        (
            message,
            Candidate {
                departments: &BTreeSet::new(),
                ..me
            },
            Rule::OtherDepartment,
        ),
    ];
    for (situation, candidate, rule) in table {
        assert_eq!(
            decide(&situation, &candidate),
            rule,
            "{situation:?} {candidate:?}"
        );
    }
}

/// Every combination of everything that can matter, with the answer by another road: the requirements read as
/// one sentence, instead of a ladder of rules.
#[test]
fn the_whole_truth_table_agrees_with_the_requirements_read_as_one_sentence() {
    let departments = BTreeSet::from([MINE]);
    let mut deciding = HashSet::new();
    let mut cells = 0;
    for_every_cell(&departments, |situation, candidate| {
        let rule = decide(situation, candidate);
        assert_eq!(
            rule.tells(),
            is_told_by_the_requirements(situation, candidate),
            "{rule:?} decided {situation:?} {candidate:?}"
        );
        deciding.insert(rule);
        cells += 1;
    });
    assert_eq!(cells, 4 * 3 * 3 * 3 * 3 * 3 * 2 * 2 * 2 * 2 * 3 * 2);
    assert_eq!(
        deciding,
        HashSet::from(Rule::ALL),
        "every rule decides somewhere"
    );
}

fn is_told_by_the_requirements(situation: &Situation, candidate: &Candidate<'_>) -> bool {
    let is_agent = situation.agent_id == Some(ME);
    let is_members = situation.agent_id.is_none() && situation.department_id == Some(MINE);
    let sees = match candidate.visibility {
        Visibility::Everything => true,
        Visibility::Departments => is_agent || situation.visible_department_id != Some(OTHER),
        Visibility::Own => is_agent,
    };
    let happened = match situation.occasion {
        Occasion::NewMessage => situation.unread && (is_agent || is_members),
        Occasion::AssignedToAgent => is_agent,
        Occasion::AssignedToDepartment => is_members,
        Occasion::ReplyFailed => situation.undelivered && situation.author_id == Some(ME),
    };
    let wanted = candidate.active && candidate.notifications && situation.doer != Some(ME);
    situation.rings && happened && sees && wanted
}

fn for_every_cell(
    departments: &BTreeSet<DepartmentId>,
    mut check: impl FnMut(&Situation, &Candidate<'_>),
) {
    let situations = every_situation();
    for visibility in VISIBILITIES {
        for active in [true, false] {
            for notifications in [true, false] {
                let candidate = Candidate {
                    active,
                    visibility,
                    notifications,
                    ..me(departments)
                };
                for situation in &situations {
                    check(situation, &candidate);
                }
            }
        }
    }
}

fn every_situation() -> Vec<Situation> {
    let mut situations = Vec::new();
    for occasion in OCCASIONS {
        for agent_id in AGENTS {
            for doer in AGENTS {
                for department_id in DEPARTMENTS {
                    for visible_department_id in DEPARTMENTS {
                        for (rings, unread) in
                            [(true, true), (true, false), (false, true), (false, false)]
                        {
                            for author_id in AGENTS {
                                situations.extend([true, false].map(|undelivered| Situation {
                                    occasion,
                                    rings,
                                    unread,
                                    undelivered,
                                    author_id,
                                    agent_id,
                                    department_id,
                                    visible_department_id,
                                    doer,
                                }));
                            }
                        }
                    }
                }
            }
        }
    }
    situations
}

#[test]
fn a_push_is_held_only_for_the_device_that_somebody_looks_at() {
    let now = UnixMillis(1_000);
    let table = [
        (None, 0),
        (Some((true, 1_001)), HELD_FOR),
        (Some((true, 1_000)), 0),
        (Some((false, 1_001)), 0),
    ];
    for (said, held) in table {
        let presence = said.map(|(visible, until)| Presence {
            visible,
            until: UnixMillis(until),
        });
        assert_eq!(hold(presence, now), held, "{said:?}");
    }
}
