//! Plans of faults (F3 to F6, F27): the next calls to a path fail in a chosen way. Each plan says whether Meta's side
//! acts on the call all the same, since the worst failure is the one after which the message went out.

use std::sync::Mutex;

use serde::{Deserialize, Serialize};

use crate::locking::lock;

/// How a call fails.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum FaultKind {
    /// Graph's error with this code; the HTTP status is the code's unless given.
    Code {
        /// Meta's code.
        code: u32,
        /// Another HTTP status than the code's.
        #[serde(default)]
        http_status: Option<u16>,
    },
    /// A bare HTTP status with an empty body, and headers such as `Retry-After`.
    Status {
        /// The status.
        http_status: u16,
        /// In seconds.
        #[serde(default)]
        retry_after: Option<u32>,
    },
    /// A web page of a proxy in place of JSON.
    Html {
        /// The status.
        http_status: u16,
    },
    /// 200 with JSON that breaks off.
    BrokenJson,
    /// 200 with `{}`: JSON, but no message id.
    EmptyJson,
    /// No answer for so many milliseconds, then the connection is cut.
    Hang {
        /// Milliseconds.
        ms: u64,
    },
    /// Status and headers, then the connection is cut.
    CutAfterHeaders,
    /// Half of the real body, then the connection is cut.
    CutMidBody,
    /// The right answer, so many milliseconds late.
    Delay {
        /// Milliseconds.
        ms: u64,
    },
}

impl FaultKind {
    /// Whether the call is acted upon when the plan does not say: an answer that was lost on its way back is
    /// about a message that went out.
    fn usually_takes_effect(&self) -> bool {
        !matches!(
            self,
            Self::Code { .. } | Self::Status { .. } | Self::Html { .. }
        )
    }
}

/// The next `times` calls that match fail so.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FaultPlan {
    /// `POST`, `GET` …; absent matches all.
    #[serde(default)]
    pub method: Option<String>,
    /// A part of the path, such as `/messages`; empty matches all.
    #[serde(default)]
    pub path: String,
    /// Only calls whose body contains this text (a recipient, say).
    #[serde(default)]
    pub body_contains: Option<String>,
    /// How many calls; each takes one away.
    #[serde(default = "once")]
    pub times: u32,
    /// How many matching calls pass before the first fails.
    #[serde(default)]
    pub skip: u32,
    /// How they fail.
    #[serde(flatten)]
    pub kind: FaultKind,
    /// Whether Meta's side acts on the call; absent: not for errors that are answered, yes for answers that are lost.
    #[serde(default)]
    pub takes_effect: Option<bool>,
}

fn once() -> u32 {
    1
}

impl FaultPlan {
    /// The next `times` sends fail like this.
    pub fn sends(times: u32, kind: FaultKind) -> Self {
        Self {
            method: Some("POST".to_owned()),
            path: "/messages".to_owned(),
            body_contains: None,
            times,
            skip: 0,
            kind,
            takes_effect: None,
        }
    }

    /// Decides whether Meta's side acts on the call.
    #[must_use]
    pub fn taking_effect(mut self, takes_effect: bool) -> Self {
        self.takes_effect = Some(takes_effect);
        self
    }

    fn matches(&self, method: &str, path: &str, body: &[u8]) -> bool {
        self.method
            .as_ref()
            .is_none_or(|wanted| wanted.eq_ignore_ascii_case(method))
            && path.contains(&self.path)
            && self
                .body_contains
                .as_ref()
                .is_none_or(|text| contains(body, text.as_bytes()))
    }
}

fn contains(body: &[u8], part: &[u8]) -> bool {
    part.is_empty() || body.windows(part.len()).any(|window| window == part)
}

/// The fault of one call.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    pub(crate) kind: FaultKind,
    pub(crate) takes_effect: bool,
}

/// The plans that still have calls to spoil, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Faults(Mutex<Vec<FaultPlan>>);

impl Faults {
    pub(crate) fn add(&self, plan: FaultPlan) {
        lock(&self.0).push(plan);
    }

    pub(crate) fn list(&self) -> Vec<FaultPlan> {
        lock(&self.0).clone()
    }

    pub(crate) fn clear(&self) {
        lock(&self.0).clear();
    }

    /// The fault of this call, if the first matching plan is due; uses it up.
    pub(crate) fn take(&self, method: &str, path: &str, body: &[u8]) -> Option<Fault> {
        let mut plans = lock(&self.0);
        let plan = plans
            .iter_mut()
            .find(|plan| plan.matches(method, path, body))?;
        if plan.skip > 0 {
            plan.skip -= 1;
            return None;
        }
        plan.times = plan.times.saturating_sub(1);
        let fault = Fault {
            kind: plan.kind.clone(),
            takes_effect: plan
                .takes_effect
                .unwrap_or_else(|| plan.kind.usually_takes_effect()),
        };
        plans.retain(|plan| plan.times > 0);
        Some(fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_spoils_so_many_calls_and_then_is_gone() {
        let faults = Faults::default();
        let mut plan = FaultPlan::sends(2, FaultKind::BrokenJson);
        plan.skip = 1;
        faults.add(plan);
        let taken = || {
            faults
                .take("POST", "/v25.0/1/messages", b"{}")
                .map(|fault| fault.takes_effect)
        };
        assert_eq!(taken(), None, "the first is skipped");
        assert_eq!(taken(), Some(true));
        assert_eq!(taken(), Some(true));
        assert_eq!(taken(), None);
        assert!(faults.list().is_empty());
    }

    #[test]
    fn a_plan_may_mean_one_recipient_only() {
        let faults = Faults::default();
        let mut plan = FaultPlan::sends(
            1,
            FaultKind::Code {
                code: 131_000,
                http_status: None,
            },
        );
        plan.body_contains = Some("+5561".to_owned());
        faults.add(plan);
        assert!(
            faults
                .take("POST", "/v25.0/1/messages", b"to +1555")
                .is_none()
        );
        assert!(
            faults
                .take("GET", "/v25.0/1/messages", b"to +5561")
                .is_none()
        );
        let fault = faults.take("POST", "/v25.0/1/messages", b"to +5561");
        assert!(!fault.expect("matches").takes_effect);
    }

    #[test]
    fn plans_are_written_flat_in_json() {
        let plan: FaultPlan =
            serde_json::from_str(r#"{"path":"/messages","times":3,"fault":"hang","ms":60000}"#)
                .expect("a plan");
        assert_eq!(plan.kind, FaultKind::Hang { ms: 60_000 });
        assert_eq!(plan.times, 3);
    }
}
