//! Who is told of what, and why (L-172 to L-187).
//!
//! One pure function decides, and its answer names the rule that decided: "why did I (not) get this?" has an
//! answer for every person and every event. A person's role plays no part: supervisors see everything,
//! but are told only of what is theirs to answer (L-174).

mod device;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use entity::person::Visibility;
use entity::{DepartmentId, PersonId};

use super::Occasion;
use crate::access::person_may_see;
use crate::journal::View;

pub use device::{HELD_FOR, Presence, hold};

/// What happened to a conversation, and how it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Situation {
    /// What happened.
    pub occasion: Occasion,
    /// False for echoes, history, and what the desk itself writes: nobody waits for an answer.
    pub rings: bool,
    /// Whether nobody has read the conversation since.
    pub unread: bool,
    /// Whether a reply did not get through that nobody has decided about.
    pub undelivered: bool,
    /// Who wrote the message that it is about, when it was a person.
    pub author_id: Option<PersonId>,
    /// The conversation's agent.
    pub agent_id: Option<PersonId>,
    /// The department that it is assigned to.
    pub department_id: Option<DepartmentId>,
    /// The department whose members may see it; none = no restriction.
    pub visible_department_id: Option<DepartmentId>,
    /// Whose doing it was, when it was a person's.
    pub doer: Option<PersonId>,
}

/// A person who might be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate<'people> {
    /// Who.
    pub person_id: PersonId,
    /// Whether they may sign in at all.
    pub active: bool,
    /// What they may see.
    pub visibility: Visibility,
    /// Their departments.
    pub departments: &'people BTreeSet<DepartmentId>,
    /// Whether they want to be told.
    pub notifications: bool,
}

/// The rule that decided. The first five tell the person, the others do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rule {
    /// A customer wrote to the agent's conversation (L-182).
    MessageToAgent,
    /// A customer wrote to a conversation of the person's department that has no agent (L-182).
    MessageToDepartment,
    /// The conversation was forwarded to the person (L-183).
    ForwardedToAgent,
    /// The conversation was forwarded to the person's department (L-172, L-183).
    ForwardedToDepartment,
    /// A reply of the person's did not get through (Z-10).
    OwnReplyFailed,
    /// A colleague's reply did not get through, or the desk's.
    ColleagueWrote,
    /// Echoes, history and the desk's own writing ring nobody (L-182, L-102).
    NobodyWaits,
    /// The person may not sign in.
    Inactive,
    /// Nobody is told of their own doing.
    OwnDoing,
    /// A colleague is the conversation's agent (L-174).
    ColleagueServes,
    /// It was forwarded on, or taken, since.
    Superseded,
    /// The conversation belongs to nobody yet (L-174).
    Unassigned,
    /// The conversation's department is not one of the person's (L-174, L-177).
    OtherDepartment,
    /// The person's visibility does not reach the conversation (L-174, L-177).
    NotVisible,
    /// Somebody has read it.
    AlreadyRead,
    /// The person does not want to be told (L-187).
    SwitchedOff,
}

impl Rule {
    /// All of them.
    pub const ALL: [Self; 16] = [
        Self::MessageToAgent,
        Self::MessageToDepartment,
        Self::ForwardedToAgent,
        Self::ForwardedToDepartment,
        Self::OwnReplyFailed,
        Self::ColleagueWrote,
        Self::NobodyWaits,
        Self::Inactive,
        Self::OwnDoing,
        Self::ColleagueServes,
        Self::Superseded,
        Self::Unassigned,
        Self::OtherDepartment,
        Self::NotVisible,
        Self::AlreadyRead,
        Self::SwitchedOff,
    ];

    /// Whether the person is told.
    pub const fn tells(self) -> bool {
        matches!(
            self,
            Self::MessageToAgent
                | Self::MessageToDepartment
                | Self::ForwardedToAgent
                | Self::ForwardedToDepartment
                | Self::OwnReplyFailed
        )
    }
}

/// Decides whether the candidate is told.
pub fn decide(situation: &Situation, candidate: &Candidate<'_>) -> Rule {
    let addressed = match addressed(situation, candidate) {
        rule if rule.tells() => rule,
        refusal => return refusal,
    };
    let view = View {
        agent_id: situation.agent_id,
        visible_department_id: situation.visible_department_id,
    };
    let sees = person_may_see(
        candidate.person_id,
        candidate.visibility,
        candidate.departments,
        &view,
    );
    if !sees {
        Rule::NotVisible
    } else if situation.occasion == Occasion::NewMessage && !situation.unread {
        Rule::AlreadyRead
    } else if !candidate.notifications {
        Rule::SwitchedOff
    } else {
        addressed
    }
}

/// Whether the event is the candidate's business at all.
fn addressed(situation: &Situation, candidate: &Candidate<'_>) -> Rule {
    if !situation.rings {
        return Rule::NobodyWaits;
    }
    if !candidate.active {
        return Rule::Inactive;
    }
    if situation.doer == Some(candidate.person_id) {
        return Rule::OwnDoing;
    }
    if situation.occasion == Occasion::ReplyFailed {
        return to_author(situation, candidate.person_id);
    }
    match (situation.agent_id, situation.department_id) {
        (Some(agent), _) if agent == candidate.person_id => to_agent(situation.occasion),
        (Some(_), _) => Rule::ColleagueServes,
        (None, Some(department)) if candidate.departments.contains(&department) => {
            to_department(situation.occasion)
        }
        (None, Some(_)) => Rule::OtherDepartment,
        (None, None) => Rule::Unassigned,
    }
}

/// Whoever wrote it, wherever the conversation is by now; not when it has been dealt with.
fn to_author(situation: &Situation, person: PersonId) -> Rule {
    if situation.author_id != Some(person) {
        Rule::ColleagueWrote
    } else if situation.undelivered {
        Rule::OwnReplyFailed
    } else {
        Rule::Superseded
    }
}

const fn to_agent(occasion: Occasion) -> Rule {
    match occasion {
        Occasion::NewMessage => Rule::MessageToAgent,
        Occasion::AssignedToAgent => Rule::ForwardedToAgent,
        Occasion::AssignedToDepartment | Occasion::ReplyFailed => Rule::Superseded,
    }
}

const fn to_department(occasion: Occasion) -> Rule {
    match occasion {
        Occasion::NewMessage => Rule::MessageToDepartment,
        Occasion::AssignedToDepartment => Rule::ForwardedToDepartment,
        Occasion::AssignedToAgent | Occasion::ReplyFailed => Rule::Superseded,
    }
}
