//! Whose a conversation is: the rule (L-145 to L-153).

use entity::conversation::Model;
use entity::{DepartmentId, PersonId};

/// Whose a conversation is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Assignment {
    /// Whether a ticket is open; without one there is neither agent nor department.
    pub open: bool,
    /// Who serves.
    pub agent: Option<PersonId>,
    /// Which department it was forwarded to.
    pub department: Option<DepartmentId>,
    /// Whose members may see it: the last department, also after closing or forwarding to an agent.
    pub visible_to: Option<DepartmentId>,
}

/// What somebody does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// The customer writes on a number of this department (O-17).
    CustomerWrites {
        /// The number's department.
        channel_department: Option<DepartmentId>,
    },
    /// A person answers.
    Answer {
        /// Who.
        by: PersonId,
    },
    /// A person takes it without answering.
    Claim {
        /// Who.
        by: PersonId,
    },
    /// Forwarding to an agent.
    ForwardToAgent {
        /// To whom.
        agent: PersonId,
    },
    /// Forwarding to a department.
    ForwardToDepartment {
        /// To which.
        department: DepartmentId,
    },
    /// Closing.
    Close,
}

/// Why it cannot be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Somebody else serves.
    AlreadyClaimed {
        /// Who.
        by: PersonId,
    },
    /// There is no open ticket.
    AlreadyClosed,
}

impl Assignment {
    /// As a conversation stands.
    pub const fn of(conversation: &Model) -> Self {
        Self {
            open: conversation.ticket_id.is_some(),
            agent: conversation.agent_id,
            department: conversation.department_id,
            visible_to: conversation.visible_department_id,
        }
    }

    /// As it stands after `action`.
    pub fn after(self, action: Action) -> Result<Self, Refusal> {
        let open = Self { open: true, ..self };
        match action {
            Action::CustomerWrites { .. } if self.open => Ok(self),
            Action::CustomerWrites { channel_department } => Ok(Self {
                open: true,
                agent: None,
                department: channel_department,
                visible_to: channel_department,
            }),
            Action::Answer { by } => Ok(Self {
                agent: self.agent.or(Some(by)),
                ..open
            }),
            Action::Claim { by } => match self.agent {
                Some(agent) if agent != by => Err(Refusal::AlreadyClaimed { by: agent }),
                _ => Ok(Self {
                    agent: Some(by),
                    ..open
                }),
            },
            Action::ForwardToAgent { agent } => Ok(Self {
                agent: Some(agent),
                department: None,
                ..open
            }),
            Action::ForwardToDepartment { department } => Ok(Self {
                open: true,
                agent: None,
                department: Some(department),
                visible_to: Some(department),
            }),
            Action::Close if !self.open => Err(Refusal::AlreadyClosed),
            Action::Close => Ok(Self {
                open: false,
                agent: None,
                department: None,
                ..self
            }),
        }
    }
}

#[cfg(test)]
mod tests {
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

    #[test]
    fn whose_a_conversation_is() {
        use Action::{Answer, Claim, Close, CustomerWrites, ForwardToAgent, ForwardToDepartment};
        let writes = |channel_department| CustomerWrites { channel_department };
        let table = [
            (
                "O-17",
                closed(None),
                writes(Some(SALES)),
                stands(None, Some(SALES), Some(SALES)),
            ),
            (
                "L-008",
                closed(Some(SALES)),
                writes(None),
                stands(None, None, None),
            ),
            (
                "L-129",
                stands(Some(ANA), None, Some(SUPPORT)),
                writes(Some(SALES)),
                stands(Some(ANA), None, Some(SUPPORT)),
            ),
            (
                "L-146",
                stands(None, None, None),
                Answer { by: ANA },
                stands(Some(ANA), None, None),
            ),
            (
                "L-147",
                stands(Some(ANA), None, None),
                Answer { by: BIA },
                stands(Some(ANA), None, None),
            ),
            (
                "L-151",
                stands(None, Some(SALES), Some(SALES)),
                Answer { by: ANA },
                stands(Some(ANA), Some(SALES), Some(SALES)),
            ),
            (
                "L-152",
                stands(Some(ANA), Some(SALES), Some(SALES)),
                Answer { by: BIA },
                stands(Some(ANA), Some(SALES), Some(SALES)),
            ),
            (
                "L-024",
                closed(Some(SALES)),
                Answer { by: ANA },
                stands(Some(ANA), None, Some(SALES)),
            ),
            (
                "claim",
                stands(None, Some(SALES), Some(SALES)),
                Claim { by: ANA },
                stands(Some(ANA), Some(SALES), Some(SALES)),
            ),
            (
                "claim twice",
                stands(Some(ANA), None, None),
                Claim { by: ANA },
                stands(Some(ANA), None, None),
            ),
            (
                "L-145",
                stands(Some(ANA), None, None),
                ForwardToAgent { agent: BIA },
                stands(Some(BIA), None, None),
            ),
            (
                "L-150",
                stands(Some(ANA), Some(SALES), Some(SALES)),
                ForwardToAgent { agent: BIA },
                stands(Some(BIA), None, Some(SALES)),
            ),
            (
                "L-009",
                closed(None),
                ForwardToAgent { agent: BIA },
                stands(Some(BIA), None, None),
            ),
            (
                "L-149",
                stands(Some(ANA), None, Some(SALES)),
                ForwardToDepartment {
                    department: SUPPORT,
                },
                stands(None, Some(SUPPORT), Some(SUPPORT)),
            ),
            (
                "L-007",
                closed(None),
                ForwardToDepartment { department: SALES },
                stands(None, Some(SALES), Some(SALES)),
            ),
            (
                "L-148",
                stands(Some(ANA), None, Some(SALES)),
                Close,
                closed(Some(SALES)),
            ),
            (
                "L-153",
                stands(Some(ANA), Some(SALES), Some(SALES)),
                Close,
                closed(Some(SALES)),
            ),
        ];
        for (id, before, action, after) in table {
            assert_eq!(before.after(action), Ok(after), "{id}");
        }
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
}
