//! The people of the desk, and the one who asks.

use async_graphql::{Context, Description, Enum, ID, InputObject, Object, Result, SimpleObject};
use desk::DeskError;
use desk::access::Actor;
use desk::person::{NewPerson, PersonPatch, PersonView, PreferencesPatch};
use entity::PersonId;

use crate::context::ResolverContext;
use crate::department::Department;
use crate::error::{OperationError, outcome};
use crate::scalars::{parse_id, parse_ids};
use crate::token::ApiToken;

/// A user of the desk.
#[derive(Clone, Debug, Description)]
pub struct Person(pub PersonView);

impl Person {
    /// The person with this id.
    pub async fn load(ctx: &Context<'_>, id: PersonId) -> Result<Option<Self>> {
        Ok(ctx.loaders().people.load(id).await?.map(Self))
    }

    /// The person with this id, if there is one.
    pub async fn load_optional(ctx: &Context<'_>, id: Option<PersonId>) -> Result<Option<Self>> {
        match id {
            Some(id) => Self::load(ctx, id).await,
            None => Ok(None),
        }
    }
}

#[Object(use_type_description)]
impl Person {
    /// Stable for ever.
    async fn id(&self) -> ID {
        self.0.id.into()
    }

    /// What colleagues call them.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Lower case; what they sign in with.
    async fn email(&self) -> &str {
        &self.0.email
    }

    /// What they may do.
    async fn role(&self) -> Role {
        self.0.role.into()
    }

    /// Which conversations they may see.
    async fn visibility(&self) -> Visibility {
        self.0.visibility.into()
    }

    /// The departments they belong to.
    #[graphql(complexity = "1 + 3 * child_complexity")]
    async fn departments(&self, ctx: &Context<'_>) -> Result<Vec<Department>> {
        Department::load_all(ctx, &self.0.departments).await
    }

    /// False: they cannot sign in and are assigned nothing.
    async fn active(&self) -> bool {
        self.0.active
    }
}

/// What a person may do on top of serving.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::person::Role")]
pub enum Role {
    /// Connects channels, manages people and settings.
    Administrator,
    /// Sees and moves every conversation.
    Supervisor,
    /// Serves.
    Agent,
}

/// Which conversations a person may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::person::Visibility")]
pub enum Visibility {
    /// Every conversation.
    Everything,
    /// Their own, those of their departments, and those that belong to no department.
    Departments,
    /// Only those in which they are the agent.
    Own,
}

/// Who asks: a person on a device, or a program with a token.
#[derive(Description)]
pub struct Viewer(pub Actor);

#[Object(use_type_description)]
impl Viewer {
    /// The person; null for a program.
    async fn person(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        Person::load_optional(ctx, self.0.person_id()).await
    }

    /// The token; null for a person.
    async fn token(&self, ctx: &Context<'_>) -> Result<Option<ApiToken>> {
        Ok(ctx.desk().own_token(&self.0).await?.map(ApiToken))
    }

    /// How the person wants the desk to behave, on all devices; a new person's for a program.
    async fn preferences(&self, ctx: &Context<'_>) -> Result<Preferences> {
        match self.0 {
            Actor::Person(_) => Ok(ctx.desk().preferences(&self.0).await?.into()),
            _ => Ok(desk::person::Preferences::INITIAL.into()),
        }
    }

    /// The device that presence and acknowledgements of this connection belong to.
    async fn device_id(&self) -> Option<ID> {
        self.0
            .signed_in()
            .and_then(|person| person.device_id)
            .map(ID::from)
    }
}

/// How a person wants the desk to behave, on all devices.
#[derive(Clone, Debug, SimpleObject)]
pub struct Preferences {
    /// Language of the interface, of pushes and of explanations.
    locale: Locale,
    /// Whether devices may be told by push.
    notifications: bool,
    /// Whether the interface plays sounds.
    sound: bool,
    /// The colours of the interface.
    theme: Theme,
    /// Whether the app lets a recording be heard again, and asks, before it is sent as a voice note.
    confirm_voice_notes: bool,
}

impl From<desk::person::Preferences> for Preferences {
    fn from(preferences: desk::person::Preferences) -> Self {
        Self {
            locale: preferences.locale.into(),
            notifications: preferences.notifications,
            sound: preferences.sound,
            theme: preferences.theme.into(),
            confirm_voice_notes: preferences.confirms_voice_notes,
        }
    }
}

/// A language that the product speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "desk::person::Locale")]
pub enum Locale {
    /// Brazilian Portuguese.
    PtBr,
    /// English.
    En,
    /// Spanish.
    Es,
}

/// The colours of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "desk::person::Theme")]
pub enum Theme {
    /// As the device has it.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// Queries about people.
#[derive(Default)]
pub struct PersonQueries;

#[Object]
impl PersonQueries {
    /// Who asks. `UNAUTHENTICATED` when nobody is signed in.
    #[expect(
        clippy::unused_async,
        reason = "the engine takes asynchronous resolvers only"
    )]
    async fn me(&self, ctx: &Context<'_>) -> Result<Viewer> {
        match ctx.actor() {
            Actor::Anonymous => Err(DeskError::Unauthenticated.into()),
            actor => Ok(Viewer(actor.clone())),
        }
    }

    /// The users of the desk, by name: those that conversations can be assigned to, and inactive ones.
    #[graphql(complexity = "1 + 20 * child_complexity")]
    async fn people(&self, ctx: &Context<'_>) -> Result<Vec<Person>> {
        let people = ctx.desk().people(ctx.actor()).await?;
        Ok(people.into_iter().map(Person).collect())
    }
}

/// Changes to people.
#[derive(Default)]
pub struct PersonMutations;

#[Object]
impl PersonMutations {
    /// Makes a person. For administrators.
    async fn create_person(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who they are.")] input: CreatePersonInput,
    ) -> Result<CreatePersonPayload> {
        let made = async {
            let departments = input.department_ids.unwrap_or_default();
            let person = NewPerson {
                email: input.email,
                name: input.name,
                role: input.role.into(),
                password: Some(input.password.into()),
                departments: parse_ids(&departments, "departmentIds")?,
                visibility: input.visibility.map(Into::into),
            };
            ctx.desk().create_person(ctx.actor(), person).await
        };
        let (person, error) = outcome(made.await)?;
        Ok(CreatePersonPayload {
            person: person.map(Person),
            error,
        })
    }

    /// Changes a person. What is left out stays as it is. A new password, or `active: false`, signs the
    /// person out everywhere; the conversations of somebody who is not active any more are open again. For
    /// administrators.
    async fn update_person(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom, and what of them.")] input: UpdatePersonInput,
    ) -> Result<UpdatePersonPayload> {
        let changed = async {
            let id = parse_id(&input.person_id, "personId")?;
            let departments = input.department_ids.as_deref();
            let patch = PersonPatch {
                name: input.name,
                role: input.role.map(Into::into),
                visibility: input.visibility.map(Into::into),
                departments: departments
                    .map(|ids| parse_ids(ids, "departmentIds"))
                    .transpose()?,
                active: input.active,
                password: input.password.map(Into::into),
            };
            ctx.desk().update_person(ctx.actor(), id, patch).await
        };
        let (person, error) = outcome(changed.await)?;
        Ok(UpdatePersonPayload {
            person: person.map(Person),
            error,
        })
    }

    /// Changes how the desk behaves for me, on all my devices. What is left out stays as it is.
    async fn update_my_preferences(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to change.")] input: UpdateMyPreferencesInput,
    ) -> Result<UpdateMyPreferencesPayload> {
        let patch = PreferencesPatch {
            locale: input.locale.map(Into::into),
            notifications: input.notifications,
            sound: input.sound,
            theme: input.theme.map(Into::into),
            confirms_voice_notes: input.confirm_voice_notes,
        };
        let (preferences, error) =
            outcome(ctx.desk().update_preferences(ctx.actor(), patch).await)?;
        Ok(UpdateMyPreferencesPayload {
            preferences: preferences.map(Into::into),
            error,
        })
    }
}

/// A person to be made.
#[derive(InputObject)]
pub struct CreatePersonInput {
    /// Unique; any case.
    email: String,
    /// 1 to 100 characters.
    name: String,
    /// What they may do.
    role: Role,
    /// At least 8 characters, and not one of the well-known ones.
    password: String,
    /// The departments they belong to; none when left out.
    department_ids: Option<Vec<ID>>,
    /// When left out: agents see their departments, the others everything.
    visibility: Option<Visibility>,
}

/// The person that was made.
#[derive(SimpleObject)]
pub struct CreatePersonPayload {
    /// Null when it was not made.
    person: Option<Person>,
    /// Null on success.
    error: Option<OperationError>,
}

/// What to change of a person.
#[derive(InputObject)]
pub struct UpdatePersonInput {
    /// Whom.
    person_id: ID,
    /// 1 to 100 characters.
    name: Option<String>,
    /// What they may do.
    role: Option<Role>,
    /// All their departments: others are left.
    department_ids: Option<Vec<ID>>,
    /// Which conversations they may see.
    visibility: Option<Visibility>,
    /// False signs them out everywhere and keeps them out.
    active: Option<bool>,
    /// Signs them out everywhere else.
    password: Option<String>,
}

/// The person that was changed.
#[derive(SimpleObject)]
pub struct UpdatePersonPayload {
    /// Null when it was not changed.
    person: Option<Person>,
    /// Null on success.
    error: Option<OperationError>,
}

/// What to change of my preferences.
#[derive(InputObject)]
pub struct UpdateMyPreferencesInput {
    /// Language of the interface, of pushes and of explanations.
    locale: Option<Locale>,
    /// Whether devices may be told by push.
    notifications: Option<bool>,
    /// Whether the interface plays sounds.
    sound: Option<bool>,
    /// The colours of the interface.
    theme: Option<Theme>,
    /// Whether the app lets a recording be heard again, and asks, before it is sent as a voice note.
    confirm_voice_notes: Option<bool>,
}

/// My preferences as they are now.
#[derive(SimpleObject)]
pub struct UpdateMyPreferencesPayload {
    /// Null when they were not changed.
    preferences: Option<Preferences>,
    /// Null on success.
    error: Option<OperationError>,
}
