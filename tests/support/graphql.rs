//! A client as the PWA and integrators are: HTTP, JSON, a cookie or a token.

use reqwest::header::{COOKIE, SET_COOKIE};
use serde_json::{Value, json};
use uuid::Uuid;

use super::Installation;
use super::installation::PASSWORD;

const CONVERSATION: &str = "fragment Conversation on Conversation { id unreadCount windowExpiresAt
    waitingSince lastActivityAt contact { id name addresses { kind value } } agent { name }
    department { name } ticket { id protocol } lastMessage { id text } }";

const MESSAGE: &str = "fragment Message on Message { id conversationId direction origin text sentAt
    author { name } forwarded editedAt revokedAt clientKey replyTo { wamid message { id text } }
    reactions { emoji byCustomer }
    delivery { state attempts nextAttemptAt failure { code title turn retry } }
    content { __typename ... on MediaContent { kind mimeType caption fileName voice url durationMs waveform }
        ... on SystemContent { event person { name } target { name } department { name } } } }";

/// Somebody who is signed in, or a program with a token, or nobody.
#[derive(Clone)]
pub struct Client {
    url: String,
    cookie: Option<String>,
    token: Option<String>,
    device: Option<Uuid>,
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
        Self::with_token(
            installation,
            printed.lines().last().expect("the token is the last line"),
        )
    }

    /// A program with this token.
    pub fn with_token(installation: &Installation, token: &str) -> Self {
        Self {
            token: Some(token.to_owned()),
            ..Self::anonymous(installation)
        }
    }

    /// `name@example.com` on a device of their own.
    pub async fn person(installation: &Installation, name: &str) -> Self {
        let response = Self::sign_in(installation, name, PASSWORD).await;
        response.unwrap_or_else(|refusal| panic!("{name} cannot sign in: {refusal}"))
    }

    /// The same with any password; the error's code when it is refused.
    pub async fn sign_in(
        installation: &Installation,
        name: &str,
        password: &str,
    ) -> Result<Self, String> {
        let device = Uuid::new_v4();
        let nobody = Self {
            device: Some(device),
            ..Self::anonymous(installation)
        };
        let response = nobody
            .post(
                "mutation($input: SignInInput!) { signIn(input: $input) { error { code } } }",
                &json!({ "input": {
                    "email": format!("{name}@example.com"), "password": password,
                    "deviceId": device, "deviceLabel": "test",
                } }),
            )
            .await
            .expect("an answer");
        let cookie = response
            .headers()
            .get(SET_COOKIE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next())
            .map(str::to_owned);
        let answer: Value = response.json().await.expect("JSON");
        match cookie {
            Some(cookie) => Ok(Self {
                cookie: Some(cookie),
                ..nobody
            }),
            None => Err(answer["data"]["signIn"]["error"]["code"]
                .to_string()
                .replace('"', "")),
        }
    }

    /// The cookie or the token, for sockets.
    pub fn credentials(&self) -> (Option<&str>, Option<&str>) {
        (self.cookie.as_deref(), self.token.as_deref())
    }

    /// The device.
    pub const fn device(&self) -> Option<Uuid> {
        self.device
    }

    /// Posts a document.
    pub async fn post(
        &self,
        document: &str,
        variables: &Value,
    ) -> Result<reqwest::Response, reqwest::Error> {
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
        request.send().await
    }

    /// The whole answer to a document, errors included; the transport's error when none came.
    pub async fn try_ask(&self, document: &str, variables: Value) -> Result<Value, reqwest::Error> {
        self.post(document, &variables).await?.json().await
    }

    /// The whole answer to a document, errors included.
    pub async fn ask(&self, document: &str, variables: Value) -> Value {
        self.try_ask(document, variables).await.expect("an answer")
    }

    /// The data of a document that must succeed.
    pub async fn data(&self, document: &str, variables: Value) -> Value {
        let mut answer = self.ask(document, variables).await;
        assert!(answer.get("errors").is_none(), "{document}: {answer}");
        answer["data"].take()
    }

    /// The payload of a mutation that takes one `input`; `selection` is what to return besides the error.
    pub async fn mutate(&self, name: &str, input: Value, selection: &str) -> Value {
        let document = mutation(name, selection);
        self.data(&document, json!({ "input": input })).await[name].take()
    }

    /// The place of the newest event.
    pub async fn cursor(&self) -> String {
        let data = self.data("{ cursor }", json!({})).await;
        data["cursor"].as_str().expect("a cursor").to_owned()
    }

    /// The first page of a list.
    pub async fn inbox(&self, list: &str) -> Vec<Value> {
        let document = format!(
            "query($list: InboxList!) {{ inbox(list: $list, first: 100) {{
                edges {{ node {{ ...Conversation }} }} }} }} {CONVERSATION}"
        );
        nodes(&self.data(&document, json!({ "list": list })).await["inbox"])
    }

    /// The conversation with the contact called `name`, if it is seen.
    pub async fn conversation_with(&self, name: &str) -> Option<Value> {
        let all = self.inbox("ALL").await;
        all.into_iter()
            .find(|conversation| conversation["contact"]["name"] == name)
    }

    /// A conversation, if it is seen.
    pub async fn conversation(&self, id: &Value) -> Option<Value> {
        let document = format!(
            "query($id: ID!) {{ conversation(id: $id) {{ ...Conversation }} }} {CONVERSATION}"
        );
        let found = self.data(&document, json!({ "id": id })).await["conversation"].take();
        (!found.is_null()).then_some(found)
    }

    /// The newest messages of a conversation, oldest first.
    pub async fn thread(&self, conversation: &Value) -> Vec<Value> {
        let document = format!(
            "query($id: ID!) {{ conversation(id: $id) {{ messages(last: 100) {{
                edges {{ node {{ ...Message }} }} }} }} }} {MESSAGE}"
        );
        let data = self.data(&document, json!({ "id": conversation })).await;
        nodes(&data["conversation"]["messages"])
    }

    /// What people wrote in a conversation, oldest first: all but the desk's own remarks.
    pub async fn texts(&self, conversation: &Value) -> Vec<String> {
        let thread = self.thread(conversation).await;
        let written = thread
            .iter()
            .filter(|message| message["direction"] != "SYSTEM");
        written
            .map(|message| message["text"].as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// A message, if it is seen.
    pub async fn message(&self, id: &Value) -> Option<Value> {
        let document = format!("query($id: ID!) {{ message(id: $id) {{ ...Message }} }} {MESSAGE}");
        let found = self.data(&document, json!({ "id": id })).await["message"].take();
        (!found.is_null()).then_some(found)
    }

    /// Sends a text; returns the payload.
    pub async fn send(&self, conversation: &Value, text: &str) -> Value {
        self.send_with_key(conversation, text, Uuid::new_v4()).await
    }

    /// The same under a key of the caller's.
    pub async fn send_with_key(&self, conversation: &Value, text: &str, key: Uuid) -> Value {
        let input = json!({ "conversationId": conversation, "clientKey": key, "text": text });
        self.mutate("sendMessage", input, SENT).await
    }
}

/// What a sent message is asked for.
pub const SENT: &str =
    "message { id direction delivery { state } } conversation { id agent { name } }";

/// A mutation that takes one `input`.
pub fn mutation(name: &str, selection: &str) -> String {
    let kind = name[..1].to_uppercase() + &name[1..];
    format!(
        "mutation($input: {kind}Input!) {{ {name}(input: $input) {{ {selection}
            error {{ code message field person {{ name }} }} }} }}"
    )
}

/// The nodes of a connection.
pub fn nodes(connection: &Value) -> Vec<Value> {
    let edges = connection["edges"].as_array().expect("edges");
    edges.iter().map(|edge| edge["node"].clone()).collect()
}
