//! Departments: groups of agents that tickets are routed to.

use async_graphql::{Context, Description, ID, InputObject, Object, Result, SimpleObject};
use desk::department::DepartmentView;
use entity::DepartmentId;
use futures_util::future::try_join_all;

use crate::context::ResolverContext;
use crate::error::{OperationError, outcome};
use crate::person::Person;
use crate::scalars::parse_ids;

/// A group of agents that tickets are routed to.
#[derive(Clone, Debug, Description)]
pub struct Department(pub DepartmentView);

impl Department {
    /// The department with this id, if there is one.
    pub async fn load_optional(
        ctx: &Context<'_>,
        id: Option<DepartmentId>,
    ) -> Result<Option<Self>> {
        match id {
            Some(id) => Ok(ctx.loaders().departments.load(id).await?.map(Self)),
            None => Ok(None),
        }
    }

    /// The departments with these ids.
    pub async fn load_all(ctx: &Context<'_>, ids: &[DepartmentId]) -> Result<Vec<Self>> {
        let found = try_join_all(ids.iter().map(|id| ctx.loaders().departments.load(*id))).await?;
        Ok(found.into_iter().flatten().map(Self).collect())
    }
}

#[Object(use_type_description)]
impl Department {
    /// Stable for ever.
    async fn id(&self) -> ID {
        self.0.id.into()
    }

    /// Unique.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Who belongs to it, inactive people too.
    #[graphql(complexity = "1 + 10 * child_complexity")]
    async fn members(&self, ctx: &Context<'_>) -> Result<Vec<Person>> {
        let loaders = ctx.loaders();
        let ids = loaders.members.load(self.0.id).await?.unwrap_or_default();
        let found = try_join_all(ids.into_iter().map(|id| loaders.people.load(id))).await?;
        Ok(found.into_iter().flatten().map(Person).collect())
    }
}

/// Queries about departments.
#[derive(Default)]
pub struct DepartmentQueries;

#[Object]
impl DepartmentQueries {
    /// All departments, by name.
    #[graphql(complexity = "1 + 10 * child_complexity")]
    async fn departments(&self, ctx: &Context<'_>) -> Result<Vec<Department>> {
        let departments = ctx.desk().departments(ctx.actor()).await?;
        Ok(departments.into_iter().map(Department).collect())
    }
}

/// Changes to departments.
#[derive(Default)]
pub struct DepartmentMutations;

#[Object]
impl DepartmentMutations {
    /// Makes a department. For administrators.
    async fn create_department(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it is called, and who belongs to it.")] input: CreateDepartmentInput,
    ) -> Result<CreateDepartmentPayload> {
        let made = async {
            let members = parse_ids(&input.member_ids.unwrap_or_default(), "memberIds")?;
            ctx.desk()
                .create_department(ctx.actor(), &input.name, &members)
                .await
        };
        let (department, error) = outcome(made.await)?;
        Ok(CreateDepartmentPayload {
            department: department.map(Department),
            error,
        })
    }
}

/// A department to be made.
#[derive(InputObject)]
pub struct CreateDepartmentInput {
    /// Unique; 1 to 100 characters.
    name: String,
    /// Who belongs to it; nobody when left out.
    member_ids: Option<Vec<ID>>,
}

/// The department that was made.
#[derive(SimpleObject)]
pub struct CreateDepartmentPayload {
    /// Null when it was not made.
    department: Option<Department>,
    /// Null on success.
    error: Option<OperationError>,
}
