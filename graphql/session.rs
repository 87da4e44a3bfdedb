//! Sessions: people signed in on devices.

use async_graphql::{
    Context, Description, Error, ErrorExtensions, ID, InputObject, Object, Result, SimpleObject,
};
use desk::access::Actor;
use desk::session::{PushStateView, SessionView, SignIn};
use secrecy::SecretString;

use crate::caller::{Connection, CookieChange};
use crate::context::ResolverContext;
use crate::error::{OperationError, outcome};
use crate::person::Viewer;
use crate::response::Code;
use crate::scalars::{Instant, parse_id, parse_optional_id};

/// You, signed in on a device.
#[derive(Clone, Debug, Description)]
pub struct Session(pub SessionView);

#[Object(use_type_description)]
impl Session {
    /// Stable while it lasts.
    async fn id(&self) -> ID {
        self.0.id.into()
    }

    /// The device, if it told its id.
    async fn device_id(&self) -> Option<ID> {
        self.0.device_id.map(ID::from)
    }

    /// What the device called itself when it signed in.
    async fn label(&self) -> &str {
        &self.0.label
    }

    /// When it began.
    async fn created_at(&self) -> Instant {
        self.0.created_at.into()
    }

    /// When it was last used, to the minute.
    async fn last_seen_at(&self) -> Instant {
        self.0.last_seen_at.into()
    }

    /// Whether it is the one that asks.
    async fn current(&self) -> bool {
        self.0.current
    }

    /// Whether the device is told by push.
    async fn push(&self) -> PushState {
        self.0.push.clone().into()
    }
}

/// Whether a device is told by push, and how that went.
#[derive(Clone, Debug, SimpleObject)]
pub struct PushState {
    /// Whether the device has subscribed.
    subscribed: bool,
    /// When the push service last took a push.
    last_delivered_at: Option<Instant>,
    /// Why the last one failed; null after one that did not.
    last_failure: Option<String>,
}

impl From<PushStateView> for PushState {
    fn from(push: PushStateView) -> Self {
        Self {
            subscribed: push.subscribed,
            last_delivered_at: push.last_delivered_at.map(Into::into),
            last_failure: push.last_failure,
        }
    }
}

/// Queries about sessions.
#[derive(Default)]
pub struct SessionQueries;

#[Object]
impl SessionQueries {
    /// The devices that you are signed in on, the last used first. For people.
    #[graphql(complexity = "1 + 5 * child_complexity")]
    async fn sessions(&self, ctx: &Context<'_>) -> Result<Vec<Session>> {
        let sessions = ctx.desk().sessions(ctx.actor()).await?;
        Ok(sessions.into_iter().map(Session).collect())
    }
}

/// Signing in and out.
#[derive(Default)]
pub struct SessionMutations;

#[Object]
impl SessionMutations {
    /// Signs a person in and sets the session cookie. Over HTTP only: a socket cannot set a cookie.
    /// `INVALID_CREDENTIALS`, or `RATE_LIMITED` after too many attempts.
    async fn sign_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who, and on which device.")] input: SignInInput,
    ) -> Result<SignInPayload> {
        let Connection::Http(cookies) = &ctx.caller().connection else {
            let error = Error::new("sign in over HTTP: a socket cannot set a cookie");
            return Err(error.extend_with(|_, extensions| {
                extensions.set("code", Code::BadRequest.as_str());
            }));
        };
        let signed_in = async {
            let device = parse_optional_id(input.device_id.as_ref(), "deviceId")?;
            let request = SignIn {
                email: input.email,
                password: SecretString::from(input.password),
                device_id: device,
                label: input.device_label.unwrap_or_default(),
                from: ctx.caller().address,
            };
            ctx.desk().sign_in(request).await
        };
        let (signed_in, error) = outcome(signed_in.await)?;
        let viewer = signed_in.map(|(person, token)| {
            cookies.put(CookieChange::Set(token));
            Viewer(Actor::Person(person))
        });
        Ok(SignInPayload { viewer, error })
    }

    /// Ends the session that asks, closes its sockets and clears the cookie.
    async fn sign_out(&self, ctx: &Context<'_>) -> Result<SignOutPayload> {
        let (_, error) = outcome(ctx.desk().sign_out(ctx.actor()).await)?;
        if let Connection::Http(cookies) = &ctx.caller().connection {
            cookies.put(CookieChange::Clear);
        }
        Ok(SignOutPayload { error })
    }

    /// Ends another session of yours: a lost phone is signed out, and its sockets are closed.
    async fn end_session(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: EndSessionInput,
    ) -> Result<EndSessionPayload> {
        let ended = async {
            let id = parse_id(&input.session_id, "sessionId")?;
            ctx.desk().end_session(ctx.actor(), id).await
        };
        let (_, error) = outcome(ended.await)?;
        let sessions = ctx.desk().sessions(ctx.actor()).await?;
        Ok(EndSessionPayload {
            sessions: sessions.into_iter().map(Session).collect(),
            error,
        })
    }
}

/// Who signs in, and on which device.
#[derive(InputObject)]
pub struct SignInInput {
    /// Any case.
    email: String,
    /// As the person typed it.
    password: String,
    /// A UUID that the device made and keeps. Signing in again on it ends its older session.
    device_id: Option<ID>,
    /// What to call the device in the list of sessions.
    device_label: Option<String>,
}

/// Who is signed in now.
#[derive(SimpleObject)]
pub struct SignInPayload {
    /// Null when nobody is.
    viewer: Option<Viewer>,
    /// Null on success.
    error: Option<OperationError>,
}

/// Whether the session ended.
#[derive(SimpleObject)]
pub struct SignOutPayload {
    /// Null on success.
    error: Option<OperationError>,
}

/// Which session to end.
#[derive(InputObject)]
pub struct EndSessionInput {
    /// One of `sessions`.
    session_id: ID,
}

/// The sessions that remain.
#[derive(SimpleObject)]
pub struct EndSessionPayload {
    /// As `Query.sessions`.
    sessions: Vec<Session>,
    /// Null on success.
    error: Option<OperationError>,
}
