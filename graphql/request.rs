//! What a client asks for: its parameters, and the operation that they amount to.

use async_graphql::parser::parse_query;
use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, Field, OperationDefinition, OperationType, Selection,
};
use async_graphql::{Name, ServerError, Variables};
use serde::Deserialize;
use serde_json::{Map, Value as Json};

use crate::limits::{Limits, TooLarge};

/// The parameters of a request (GraphQL over HTTP, section 5), wherever they came from.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Parameters {
    pub query: String,
    #[serde(default)]
    pub operation_name: Option<String>,
    #[serde(default)]
    pub variables: Option<Map<String, Json>>,
    /// Taken for conformance; the server has none of its own.
    #[serde(default, rename = "extensions")]
    pub _extensions: Option<Map<String, Json>>,
}

/// A document that is worth validating, with the operation that is to be run.
pub(crate) struct Operation {
    pub source: String,
    pub document: ExecutableDocument,
    pub name: Option<String>,
    pub kind: OperationType,
    pub variables: Variables,
}

/// Why a request is not run at all.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refusal {
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
    #[error("{}", .0.message)]
    Syntax(Box<ServerError>),
    #[error("the document holds no operation named `{0}`")]
    UnknownOperation(String),
    #[error("the document holds several operations: name the one to run")]
    AmbiguousOperation,
    #[error("the variable ${0} must have a value")]
    MissingVariable(String),
    #[error(
        "a subscription asks for exactly one field, outside any fragment and without directives"
    )]
    ManySubscriptions,
}

impl Operation {
    /// Parses, measures and selects; nothing here is more than linear in the size of the text.
    pub fn prepare(parameters: Parameters, limits: &Limits) -> Result<Self, Refusal> {
        limits.check_source(&parameters.query)?;
        let document = parse_query(&parameters.query)
            .map_err(|error| Refusal::Syntax(Box::new(error.into())))?;
        limits.check_document(&document)?;
        let name = parameters.operation_name.filter(|name| !name.is_empty());
        let operation = select(&document, name.as_deref())?;
        let kind = operation.ty;
        if kind == OperationType::Subscription && subscribed(operation).is_none() {
            return Err(Refusal::ManySubscriptions);
        }
        let variables = parameters.variables.unwrap_or_default();
        require_variables(operation, &variables)?;
        Ok(Self {
            kind,
            name,
            variables: Variables::from_json(variables.into()),
            source: parameters.query,
            document,
        })
    }

    /// The operation as the engine takes it.
    pub fn request(&self) -> async_graphql::Request {
        let mut request =
            async_graphql::Request::new(self.source.clone()).variables(self.variables.clone());
        request.operation_name.clone_from(&self.name);
        request.set_parsed_query(self.document.clone());
        request
    }

    /// The variable that stands for `argument` of the subscribed field, if one does.
    pub fn variable_of(&self, argument: &str) -> Option<Name> {
        let operation = select(&self.document, self.name.as_deref()).ok()?;
        let value = &subscribed(operation)?.get_argument(argument)?.node;
        // The engine does not name the type of a value that may hold variables.
        value.to_string().strip_prefix('$').map(Name::new)
    }
}

/// A request without a variable that it must have is not run at all (GraphQL specification, section
/// 6.1.2); the engine would notice when it comes to the field.
fn require_variables(
    operation: &OperationDefinition,
    given: &Map<String, Json>,
) -> Result<(), Refusal> {
    for definition in &operation.variable_definitions {
        let definition = &definition.node;
        let name = definition.name.node.as_str();
        let value = given.get(name);
        let missing = value.is_none() && definition.default_value.is_none();
        let null = value.is_some_and(Json::is_null);
        if !definition.var_type.node.nullable && (missing || null) {
            return Err(Refusal::MissingVariable(name.to_owned()));
        }
    }
    Ok(())
}

/// The one field of a subscription (GraphQL specification, section 5.2.3.1).
fn subscribed(operation: &OperationDefinition) -> Option<&Field> {
    match operation.selection_set.node.items.as_slice() {
        [only] => match &only.node {
            Selection::Field(field) if field.node.directives.is_empty() => Some(&field.node),
            _ => None,
        },
        _ => None,
    }
}

fn select<'a>(
    document: &'a ExecutableDocument,
    name: Option<&str>,
) -> Result<&'a OperationDefinition, Refusal> {
    let unknown = |name: &str| Refusal::UnknownOperation(name.chars().take(64).collect());
    match (&document.operations, name) {
        (DocumentOperations::Single(operation), None) => Ok(&operation.node),
        (DocumentOperations::Single(_), Some(name)) => Err(unknown(name)),
        (DocumentOperations::Multiple(operations), Some(name)) => operations
            .get(name)
            .map(|operation| &operation.node)
            .ok_or_else(|| unknown(name)),
        (DocumentOperations::Multiple(operations), None) => {
            let mut all = operations.values();
            match (all.next(), all.next()) {
                (Some(only), None) => Ok(&only.node),
                _ => Err(Refusal::AmbiguousOperation),
            }
        }
    }
}
