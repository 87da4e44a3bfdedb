//! A client as the PWA and integrators are: HTTP, JSON, a cookie or a token.

use reqwest::header::{COOKIE, SET_COOKIE};
use serde_json::{Value, json};

use super::Installation;
use super::installation::PASSWORD;

/// Somebody who is signed in, or a program with a token, or nobody.
#[derive(Clone)]
pub struct Client {
    url: String,
    cookie: Option<String>,
    token: Option<String>,
    device: Option<uuid::Uuid>,
}

impl Client {
    /// Nobody.
    pub fn anonymous(installation: &Installation) -> Self {
        Self {
            url: installation.url("/graphql"),
            cookie: None,
            token: None,
            device: None,
        }
    }

    /// A program with a token that allows `scopes`.
    pub async fn integrator(installation: &Installation, scopes: &[&str]) -> Self {
        let mut arguments = vec!["token", "create", "--name", "test"];
        for scope in scopes {
            arguments.extend(["--scope", scope]);
        }
        let printed = installation.run(&arguments).await;
        let token = printed
            .lines()
            .last()
            .expect("the token is on the last line")
            .to_owned();
        Self {
            token: Some(token),
            ..Self::anonymous(installation)
        }
    }

    /// `name@example.com` on a device of their own.
    pub async fn person(installation: &Installation, name: &str) -> Self {
        let device = uuid::Uuid::new_v4();
        let nobody = Self {
            device: Some(device),
            ..Self::anonymous(installation)
        };
        let response = nobody
            .post(
                "mutation($input: SignInInput!) { signIn(input: $input) { viewer { person { id } } error { code } } }",
                &json!({ "input": {
                    "email": format!("{name}@example.com"), "password": PASSWORD,
                    "deviceId": device, "deviceLabel": "test",
                } }),
            )
            .await;
        let cookie = response
            .headers()
            .get(SET_COOKIE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next())
            .unwrap_or_else(|| panic!("{name} cannot sign in"))
            .to_owned();
        Self {
            cookie: Some(cookie),
            ..nobody
        }
    }

    /// The cookie or the token, for sockets.
    pub fn credentials(&self) -> (Option<&str>, Option<&str>) {
        (self.cookie.as_deref(), self.token.as_deref())
    }

    /// The device.
    pub const fn device(&self) -> Option<uuid::Uuid> {
        self.device
    }

    /// Posts a document and returns the whole answer.
    pub async fn post(&self, document: &str, variables: &Value) -> reqwest::Response {
        let mut request = crate::http()
            .post(&self.url)
            .header("x-guiche-client", "tests/1")
            .json(&json!({ "query": document, "variables": variables }));
        if let Some(cookie) = &self.cookie {
            request = request.header(COOKIE, cookie);
        }
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        request.send().await.expect("an answer")
    }

    /// The data of a document that must succeed.
    pub async fn data(&self, document: &str, variables: Value) -> Value {
        let answer: Value = self
            .post(document, &variables)
            .await
            .json()
            .await
            .expect("JSON");
        assert!(answer.get("errors").is_none(), "{document}: {answer}");
        answer["data"].clone()
    }

    /// The payload of a mutation that takes one `input`; `selection` is what to return besides the error.
    pub async fn mutate(&self, name: &str, input: Value, selection: &str) -> Value {
        let kind = name[..1].to_uppercase() + &name[1..];
        let document = format!(
            "mutation($input: {kind}Input!) {{ {name}(input: $input) {{ {selection} error {{ code message person {{ name }} }} }} }}"
        );
        self.data(&document, json!({ "input": input })).await[name].clone()
    }

    /// The first page of a list.
    pub async fn inbox(&self, list: &str) -> Vec<Value> {
        let data = self
            .data(
                "query($list: InboxList!) { inbox(list: $list, first: 100) { edges { node {
                    id unreadCount windowExpiresAt waitingSince contact { name } agent { name } department { name }
                    ticket { protocol } lastMessage { text } } } } }",
                json!({ "list": list }),
            )
            .await;
        nodes(&data["inbox"])
    }

    /// The newest messages of a conversation, oldest first.
    pub async fn thread(&self, conversation: &str) -> Vec<Value> {
        let data = self
            .data(
                "query($id: ID!) { conversation(id: $id) { messages(last: 100) { edges { node {
                    id direction text sentAt author { name } content { __typename }
                    delivery { state failure { code } attempts } reactions { emoji byCustomer } } } } } }",
                json!({ "id": conversation }),
            )
            .await;
        nodes(&data["conversation"]["messages"])
    }

    /// Sends a text; returns the payload.
    pub async fn send(&self, conversation: &str, text: &str) -> Value {
        self.mutate(
            "sendMessage",
            json!({ "conversationId": conversation, "clientKey": uuid::Uuid::new_v4(), "text": text }),
            "message { id delivery { state } } conversation { id agent { name } }",
        )
        .await
    }
}

/// The nodes of a connection.
pub fn nodes(connection: &Value) -> Vec<Value> {
    let edges = connection["edges"].as_array().expect("edges");
    edges.iter().map(|edge| edge["node"].clone()).collect()
}
