//! Who calls: the bearer token must be a number's, unexpired, and reach the object that is asked for.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;

use super::GraphError;
use crate::world::{Number, World};

/// The oldest version that Meta still answers at the state of this emulator.
const OLDEST_VERSION: u32 = 21;

/// The token of the call, when it is known and has not expired.
pub(super) fn token<'a>(world: &World, headers: &'a HeaderMap) -> Result<&'a str, GraphError> {
    let token = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .map(str::trim)
        .ok_or_else(|| {
            GraphError::token("An access token is required to request this resource.")
        })?;
    let mut numbers = world.numbers_of_token(token).peekable();
    if numbers.peek().is_none() {
        return Err(GraphError::token(
            "Invalid OAuth access token - Cannot parse access token",
        ));
    }
    if numbers.all(|number| number.token_expired) {
        return Err(GraphError::token(
            "Error validating access token: Session has expired.",
        ));
    }
    Ok(token)
}

/// The number of the path, when the token reaches it.
pub(super) fn number(
    world: &World,
    headers: &HeaderMap,
    version: &str,
    id: &str,
    method: &str,
) -> Result<Number, GraphError> {
    self::version(version)?;
    let token = token(world, headers)?;
    let number = world
        .numbers
        .get(id)
        .filter(|number| number.access_token == token)
        .ok_or_else(|| GraphError::unknown_object(id, method))?;
    if number.deleted {
        return Err(GraphError::new(
            33,
            "The business phone number has been deleted.",
        ));
    }
    Ok(number.clone())
}

/// Checks that the token belongs to a number of this account.
pub(super) fn account(
    world: &World,
    headers: &HeaderMap,
    version: &str,
    waba_id: &str,
    method: &str,
) -> Result<(), GraphError> {
    self::version(version)?;
    let token = token(world, headers)?;
    world
        .numbers_of_token(token)
        .any(|number| number.waba_id == waba_id)
        .then_some(())
        .ok_or_else(|| GraphError::unknown_object(waba_id, method))
}

/// `v25.0` and its neighbours; a version that has ended is refused.
pub(super) fn version(version: &str) -> Result<(), GraphError> {
    let number = version
        .strip_prefix('v')
        .and_then(|rest| rest.strip_suffix(".0"))
        .and_then(|digits| digits.parse::<u32>().ok())
        .ok_or_else(|| {
            GraphError::new(
                100,
                format!(
                    "Unknown path components: /{version}. Begin with a version such as /v25.0."
                ),
            )
        })?;
    if number < OLDEST_VERSION {
        return Err(GraphError::new(
            2635,
            "You are calling a deprecated version of the Graph API.",
        ));
    }
    Ok(())
}
