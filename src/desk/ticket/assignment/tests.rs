//! The rule of assignment, as tables and as invariants.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;

const ANA: PersonId = PersonId(Uuid::from_u128(1));
const BIA: PersonId = PersonId(Uuid::from_u128(2));
const SALES: DepartmentId = DepartmentId(Uuid::from_u128(10));
const SUPPORT: DepartmentId = DepartmentId(Uuid::from_u128(11));

fn stands(
    agent: Option<PersonId>,
    department: Option<DepartmentId>,
    visible_to: Option<DepartmentId>,
) -> Assignment {
    Assignment {
        open: true,
        agent,
        department,
        visible_to,
    }
}

fn closed(visible_to: Option<DepartmentId>) -> Assignment {
    Assignment {
        visible_to,
        ..Assignment::default()
    }
}

type Row = (&'static str, Assignment, Action, Assignment);

fn holds(table: &[Row]) {
    for (id, before, action, after) in table {
        assert_eq!(before.after(*action), Ok(*after), "{id}");
    }
}

#[test]
fn a_customers_message_opens_a_ticket_for_the_channels_department() {
    let writes = |channel_department| Action::CustomerWrites { channel_department };
    let (nobodys, sales) = (
        stands(None, None, None),
        stands(None, Some(SALES), Some(SALES)),
    );
    let anas = stands(Some(ANA), None, Some(SUPPORT));
    holds(&[
        ("O-17", closed(None), writes(Some(SALES)), sales),
        ("L-008", closed(Some(SALES)), writes(None), nobodys),
        ("L-129", anas, writes(Some(SALES)), anas),
    ]);
}

#[test]
fn the_first_answer_claims() {
    let (ana, bia) = (Action::Answer { by: ANA }, Action::Answer { by: BIA });
    let anas = stands(Some(ANA), None, None);
    let both = stands(Some(ANA), Some(SALES), Some(SALES));
    holds(&[
        ("L-146", stands(None, None, None), ana, anas),
        ("L-147", anas, bia, anas),
        ("L-151", stands(None, Some(SALES), Some(SALES)), ana, both),
        ("L-152", both, bia, both),
        (
            "L-024",
            closed(Some(SALES)),
            ana,
            stands(Some(ANA), None, Some(SALES)),
        ),
    ]);
}

#[test]
fn claiming_keeps_the_department() {
    let claim = Action::Claim { by: ANA };
    let both = stands(Some(ANA), Some(SALES), Some(SALES));
    holds(&[
        ("claim", stands(None, Some(SALES), Some(SALES)), claim, both),
        ("claim twice", both, claim, both),
    ]);
}

#[test]
fn forwarding_leaves_one_of_the_two() {
    let agent = Action::ForwardToAgent { agent: BIA };
    let department = Action::ForwardToDepartment {
        department: SUPPORT,
    };
    let anas = stands(Some(ANA), None, None);
    let both = stands(Some(ANA), Some(SALES), Some(SALES));
    let support = stands(None, Some(SUPPORT), Some(SUPPORT));
    holds(&[
        ("L-145", anas, agent, stands(Some(BIA), None, None)),
        ("L-150", both, agent, stands(Some(BIA), None, Some(SALES))),
        ("L-009", closed(None), agent, stands(Some(BIA), None, None)),
        ("L-149", both, department, support),
        ("L-007", closed(None), department, support),
    ]);
}

#[test]
fn what_an_agent_leaves_behind_is_open_again() {
    let leaves = Action::AgentLeaves { agent: ANA };
    let sales = stands(None, Some(SALES), Some(SALES));
    let both = stands(Some(ANA), Some(SALES), Some(SALES));
    let bias = stands(Some(BIA), None, Some(SALES));
    let anas = stands(Some(ANA), None, None);
    holds(&[
        ("with its department", both, leaves, sales),
        (
            "forwarded",
            stands(Some(ANA), None, Some(SALES)),
            leaves,
            sales,
        ),
        ("without department", anas, leaves, stands(None, None, None)),
        ("somebody else's", bias, leaves, bias),
        ("closed", closed(Some(SALES)), leaves, closed(Some(SALES))),
    ]);
}

#[test]
fn closing_removes_agent_and_department() {
    let served = stands(Some(ANA), None, Some(SALES));
    let both = stands(Some(ANA), Some(SALES), Some(SALES));
    holds(&[
        ("L-148", served, Action::Close, closed(Some(SALES))),
        ("L-153", both, Action::Close, closed(Some(SALES))),
    ]);
}

#[test]
fn what_cannot_be_done() {
    assert_eq!(
        stands(Some(ANA), None, None).after(Action::Claim { by: BIA }),
        Err(Refusal::AlreadyClaimed { by: ANA })
    );
    assert_eq!(
        closed(None).after(Action::Close),
        Err(Refusal::AlreadyClosed)
    );
}

fn actions() -> impl Strategy<Value = Vec<Action>> {
    let person = prop::sample::select(vec![ANA, BIA]);
    let department = prop::sample::select(vec![SALES, SUPPORT]);
    prop::collection::vec(
        prop_oneof![
            prop::option::of(department.clone())
                .prop_map(|channel_department| Action::CustomerWrites { channel_department }),
            person.clone().prop_map(|by| Action::Answer { by }),
            person.clone().prop_map(|by| Action::Claim { by }),
            person
                .clone()
                .prop_map(|agent| Action::AgentLeaves { agent }),
            person.prop_map(|agent| Action::ForwardToAgent { agent }),
            department.prop_map(|department| Action::ForwardToDepartment { department }),
            Just(Action::Close),
        ],
        0..30,
    )
}

proptest! {
    #[test]
    fn invariants_hold_after_anything(actions in actions()) {
        let mut now = Assignment::default();
        for action in actions {
            let before = now;
            now = before.after(action).unwrap_or(before);
            prop_assert!(now.open || (now.agent.is_none() && now.department.is_none()), "L-153");
            if let Some(department) = now.department {
                prop_assert_eq!(now.visible_to, Some(department));
            }
            if let (Action::Answer { .. }, Some(agent)) = (action, before.agent) {
                prop_assert_eq!(now.agent, Some(agent), "L-147, L-152");
            }
            if now.agent.is_some() && now.department.is_some() {
                // L-151: answering (or taking) is the one way in which the two coexist.
                prop_assert!(!matches!(
                    action,
                    Action::ForwardToAgent { .. } | Action::ForwardToDepartment { .. }
                ), "L-150");
            }
        }
    }
}
