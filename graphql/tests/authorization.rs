//! Every field at the top refuses who has not signed in: walked over the schema itself, so that a new
//! field cannot be forgotten.

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    BaseType, InputValueDefinition, ServiceDocument, Type, TypeKind, TypeSystemDefinition,
};
use desk::access::Scope;
use serde_json::{Value, json};

use super::harness::Server;
use crate::schema::sdl;

const PUBLIC: [&str; 2] = ["installation", "signIn"];

fn kind<'a>(document: &'a ServiceDocument, name: &str) -> Option<&'a TypeKind> {
    document
        .definitions
        .iter()
        .find_map(|definition| match definition {
            TypeSystemDefinition::Type(found) if found.node.name.node == name => {
                Some(&found.node.kind)
            }
            _ => None,
        })
}

fn takes_exactly_one(document: &ServiceDocument, name: &str) -> bool {
    document
        .definitions
        .iter()
        .any(|definition| match definition {
            TypeSystemDefinition::Type(found) if found.node.name.node == name => {
                let mut directives = found.node.directives.iter();
                directives.any(|directive| directive.node.name.node == "oneOf")
            }
            _ => false,
        })
}

fn base(of: &Type) -> &str {
    match &of.base {
        BaseType::Named(name) => name,
        BaseType::List(inner) => base(inner),
    }
}

/// A value of the type, as a document writes it.
fn literal(document: &ServiceDocument, of: &Type) -> String {
    if let BaseType::List(inner) = &of.base {
        return format!("[{}]", literal(document, inner));
    }
    match base(of) {
        "ID" => "\"0193b2f0-0000-7000-8000-000000000000\"".into(),
        "String" => "\"text\"".into(),
        "Boolean" => "true".into(),
        "Int" => "1".into(),
        "Float" => "1.5".into(),
        name => match kind(document, name) {
            Some(TypeKind::Enum(found)) => found.values[0].node.value.node.to_string(),
            Some(TypeKind::InputObject(found)) => {
                let fields = found.fields.iter().map(|field| &field.node);
                let given: Vec<_> = if takes_exactly_one(document, name) {
                    fields.take(1).collect()
                } else {
                    fields.filter(|field| !field.ty.node.nullable).collect()
                };
                let given: Vec<_> = given
                    .iter()
                    .map(|field| argument(document, field))
                    .collect();
                format!("{{{}}}", given.join(","))
            }
            _ => panic!("no value for {name}"),
        },
    }
}

fn argument(document: &ServiceDocument, of: &InputValueDefinition) -> String {
    format!("{}:{}", of.name.node, literal(document, &of.ty.node))
}

/// Every field at the top of `root`, with the arguments that it needs and the least selection.
fn fields(document: &ServiceDocument, root: &str) -> Vec<(String, String)> {
    let Some(TypeKind::Object(object)) = kind(document, root) else {
        panic!("no {root}")
    };
    let fields = object.fields.iter().map(|field| {
        let field = &field.node;
        let required = field
            .arguments
            .iter()
            .map(|argument| &argument.node)
            .filter(|found| !found.ty.node.nullable);
        let arguments: Vec<_> = required.map(|found| argument(document, found)).collect();
        let arguments = if arguments.is_empty() {
            String::new()
        } else {
            format!("({})", arguments.join(","))
        };
        let selection = match kind(document, base(&field.ty.node)) {
            Some(TypeKind::Object(_) | TypeKind::Interface(_)) => "{__typename}",
            _ => "",
        };
        (
            field.name.node.to_string(),
            format!("{}{arguments}{selection}", field.name.node),
        )
    });
    fields.collect()
}

async fn codes(server: &Server, token: Option<&str>) -> Vec<(String, Option<String>)> {
    let document = parse_schema(sdl()).unwrap();
    let mut found = Vec::new();
    for (root, keyword) in [("Query", "query"), ("Mutation", "mutation")] {
        for (name, text) in fields(&document, root) {
            let mut request = server.http.post(server.endpoint());
            if let Some(token) = token {
                request = request.bearer_auth(token);
            }
            let query = json!({ "query": format!("{keyword}{{{text}}}") });
            let body: Value = request
                .json(&query)
                .send()
                .await
                .unwrap()
                .json()
                .await
                .unwrap();
            let code = body["errors"][0]["extensions"]["code"]
                .as_str()
                .map(str::to_owned);
            assert_ne!(code.as_deref(), Some("BAD_REQUEST"), "{name}: {body}");
            found.push((name, code));
        }
    }
    found
}

#[tokio::test]
async fn every_root_field_refuses_who_has_not_signed_in() {
    let server = Server::start().await;
    let found = codes(&server, None).await;
    assert!(found.len() > 35, "the walk found {} fields", found.len());
    for (name, code) in found {
        if PUBLIC.contains(&name.as_str()) {
            assert_eq!(code, None, "{name}");
        } else {
            assert_eq!(code.as_deref(), Some("UNAUTHENTICATED"), "{name}");
        }
    }
}

#[tokio::test]
async fn a_token_without_scopes_can_do_nothing() {
    let server = Server::start().await;
    let token = server.token(&[Scope::Send]).await;
    let document = parse_schema(sdl()).unwrap();
    for (name, text) in fields(&document, "Query") {
        let query = json!({ "query": format!("{{{text}}}") });
        let request = server
            .http
            .post(server.endpoint())
            .bearer_auth(&token)
            .json(&query);
        let body: Value = request.send().await.unwrap().json().await.unwrap();
        let code = body["errors"][0]["extensions"]["code"].as_str();
        let expected = (!["installation", "me"].contains(&name.as_str())).then_some("FORBIDDEN");
        assert_eq!(code, expected, "{name}: {body}");
    }
}

#[tokio::test]
async fn administration_is_for_administrators() {
    use entity::person::Role;
    let server = Server::start().await;
    let agent = server.colleague(Role::Agent).await;
    let administration = [
        "createChannel(input:{name:\"a\",phoneNumberId:\"1\",wabaId:\"1\",accessToken:\"a\",appSecret:\"a\",verifyToken:\"a\"})",
        "createDepartment(input:{name:\"a\"})",
        "createPerson(input:{email:\"a@b.c\",name:\"a\",role:AGENT,password:\"abcdefgh9\"})",
        "createApiToken(input:{name:\"a\",scopes:[READ]})",
        "revokeApiToken(input:{tokenId:\"0193b2f0-0000-7000-8000-000000000000\"})",
        "updatePerson(input:{personId:\"0193b2f0-0000-7000-8000-000000000000\",role:ADMINISTRATOR})",
        "updateChannel(input:{channelId:\"0193b2f0-0000-7000-8000-000000000000\",paused:true})",
        "replayQuarantinedItem(input:{itemId:\"0193b2f0-0000-7000-8000-000000000000\"})",
    ];
    for field in administration {
        let body = server
            .run(
                &agent,
                &format!("mutation{{x:{field}{{error{{code}}}}}}"),
                json!({}),
            )
            .await;
        assert_eq!(
            body["data"]["x"]["error"]["code"], "FORBIDDEN",
            "{field}: {body}"
        );
    }
    let body = server
        .run(&agent, "{quarantine{edges{cursor}}}", json!({}))
        .await;
    assert_eq!(body["errors"][0]["extensions"]["code"], "FORBIDDEN");
}
