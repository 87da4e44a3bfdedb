//! The account's templates, and messages made from them (sections 7.6 and 9).

use serde_json::{Value, json};

use super::*;

#[expect(
    clippy::needless_pass_by_value,
    reason = "written in place with `json!`"
)]
fn template(name: &str, components: Value) -> Value {
    json!({ "type": "template", "template": {
        "name": name, "language": { "code": "pt_BR" }, "components": components,
    }})
}

fn text(value: &str) -> Value {
    json!({ "type": "text", "text": value })
}

fn named(name: &str, value: &str) -> Value {
    json!({ "type": "text", "parameter_name": name, "text": value })
}

fn image() -> Value {
    json!({ "type": "image", "image": { "link": "https://a.example/a.png" } })
}

#[tokio::test]
async fn the_list_pages_by_cursor_until_all_are_seen() {
    let stage = Stage::set().await;
    let mut names = Vec::new();
    let mut path = format!("v25.0/{WABA}/message_templates?fields=name,language,status&limit=5");
    loop {
        let (status, page) = stage.get(&path).await;
        assert_eq!(status, 200, "{page}");
        for item in page["data"].as_array().expect("data") {
            assert!(item["id"].is_string() && item.get("components").is_none());
            names.push((item["name"].clone(), item["language"].clone()));
        }
        let Some(next) = page["paging"]["next"].as_str() else {
            break;
        };
        let base = format!("{}/", stage.sandbox.base_url());
        next.strip_prefix(&base)
            .expect("an address of the sandbox")
            .clone_into(&mut path);
        path.push_str("&fields=name,language");
    }
    names.dedup();
    assert_eq!(names.len(), 21);
    let (_, answer) = stage
        .get(&format!("v25.0/{WABA}/message_templates?status=PAUSED"))
        .await;
    assert_eq!(answer["data"][0]["name"], "pesquisa_pausada");
    let (status, answer) = stage
        .get(&format!("v25.0/{WABA}/message_templates?after=nonsense"))
        .await;
    assert_eq!((status, code(&answer)), (400, 100));
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
async fn templates_are_checked_against_their_approved_version() {
    let stage = Stage::set().await;
    stage.without_statuses();
    let suffix =
        json!({ "type": "button", "sub_type": "url", "index": "0", "parameters": [text("4711")] });
    let suffix_at_one =
        json!({ "type": "button", "sub_type": "url", "index": "1", "parameters": [text("4711")] });
    let body = |values: &[&str]| {
        let parameters: Vec<Value> = values.iter().map(|value| text(value)).collect();
        json!({ "type": "body", "parameters": parameters })
    };
    let reminder = |parameters: Value| {
        template(
            "lembrete_consulta",
            json!([{ "type": "body", "parameters": parameters }]),
        )
    };
    let all_named = json!([
        named("hora", "14h"),
        named("nome", "Ada"),
        named("data", "12/05"),
        named("profissional", "Ana"),
    ]);
    let coupon = json!({ "type": "button", "sub_type": "copy_code", "index": "0",
        "parameters": [{ "type": "coupon_code", "coupon_code": "SEMANA20" }] });
    let code_button = json!({ "type": "button", "sub_type": "url", "index": "0", "parameters": [text("123456")] });
    let card = |index: u32, price: &str| {
        json!({ "card_index": index, "components": [
            { "type": "header", "parameters": [image()] }, body(&[price]),
        ]})
    };
    let cases: Vec<(&str, Value, u64)> = vec![
        (
            "right",
            template("pedido_enviado", json!([body(&["Ada", "4711"]), suffix])),
            0,
        ),
        (
            "one too few",
            template("pedido_enviado", json!([body(&["Ada"]), suffix])),
            132_000,
        ),
        (
            "no body",
            template("pedido_enviado", json!([suffix])),
            132_000,
        ),
        (
            "no suffix",
            template("pedido_enviado", json!([body(&["Ada", "4711"])])),
            131_008,
        ),
        (
            "a whole address as suffix",
            template(
                "pedido_enviado",
                json!([body(&["Ada", "1"]), { "type": "button", "sub_type": "url", "index": "0",
                "parameters": [text("https://b.example")] }]),
            ),
            132_018,
        ),
        (
            "a button too many",
            template(
                "pedido_enviado",
                json!([body(&["Ada", "1"]), suffix, { "type": "button", "sub_type": "url",
                "index": "7", "parameters": [text("1")] }]),
            ),
            132_018,
        ),
        (
            "the wrong kind of button",
            template(
                "pedido_enviado",
                json!([body(&["Ada", "1"]), { "type": "button", "sub_type": "quick_reply",
                "index": "0", "parameters": [{ "type": "payload", "payload": "x" }] }]),
            ),
            132_018,
        ),
        (
            "a newline",
            template("retomar_conversa", json!([body(&["Ada\nB"])])),
            132_018,
        ),
        (
            "five spaces",
            template("retomar_conversa", json!([body(&["Ada     B"])])),
            132_018,
        ),
        (
            "an empty text",
            template("retomar_conversa", json!([body(&[""])])),
            131_008,
        ),
        ("names in any order", reminder(all_named), 0),
        (
            "no names",
            reminder(json!([text("a"), text("b"), text("c"), text("d")])),
            100,
        ),
        (
            "a header too few",
            template("oferta_da_semana", json!([body(&["Ada"]), coupon])),
            132_000,
        ),
        (
            "a text for a picture",
            template(
                "oferta_da_semana",
                json!([{ "type": "header", "parameters": [text("a")] }, body(&["Ada"]), coupon]),
            ),
            132_012,
        ),
        (
            "with picture and coupon",
            template(
                "oferta_da_semana",
                json!([{ "type": "header", "parameters": [image()] }, body(&["Ada"]), coupon]),
            ),
            0,
        ),
        (
            "a code twice",
            template("codigo_de_acesso", json!([body(&["123456"]), code_button])),
            0,
        ),
        (
            "a code once",
            template("codigo_de_acesso", json!([body(&["123456"])])),
            131_008,
        ),
        (
            "a long code",
            template(
                "codigo_de_acesso",
                json!([body(&["1234567890123456"]), code_button]),
            ),
            132_018,
        ),
        (
            "a carousel",
            template(
                "vitrine",
                json!([body(&["Ada"]), { "type": "carousel", "cards": [card(0, "R$ 1"), card(1, "R$ 2")] }]),
            ),
            0,
        ),
        (
            "a card too few",
            template(
                "vitrine",
                json!([body(&["Ada"]), { "type": "carousel", "cards": [card(0, "R$ 1")] }]),
            ),
            132_000,
        ),
        (
            "a place",
            template(
                "endereco_da_loja",
                json!([{ "type": "header", "parameters": [{ "type": "location",
                "location": { "latitude": "-15.8", "longitude": "-47.9", "name": "Loja", "address": "Rua" } }] }]),
            ),
            0,
        ),
        (
            "cards out of order",
            template(
                "vitrine",
                json!([body(&["Ada"]), { "type": "carousel", "cards": [card(1, "R$ 1"), card(0, "R$ 2")] }]),
            ),
            131_009,
        ),
        (
            "a place without its address",
            template(
                "endereco_da_loja",
                json!([{ "type": "header", "parameters": [{ "type": "location",
                "location": { "latitude": "-15.8", "longitude": "-47.9", "name": "Loja" } }] }]),
            ),
            131_008,
        ),
        (
            "a header that grows too long",
            template(
                "feira_de_natal",
                json!([{ "type": "header", "parameters": [text(&"x".repeat(50))] }, body(&["a", "b", "c", "d"])]),
            ),
            132_005,
        ),
        (
            "a bell in the text",
            template("retomar_conversa", json!([body(&["Ada\u{7}"])])),
            132_007,
        ),
        (
            "the body twice",
            template("retomar_conversa", json!([body(&["Ada"]), body(&["Bob"])])),
            131_009,
        ),
        (
            "no products",
            template("escolhidos_para_voce", json!([body(&["Ada"])])),
            131_008,
        ),
        (
            "products",
            template(
                "escolhidos_para_voce",
                json!([body(&["Ada"]), { "type": "button", "sub_type": "mpm", "index": "0", "parameters": [
                    { "type": "action", "action": { "thumbnail_product_retailer_id": "p1", "sections": [
                        { "title": "Novos", "product_items": [{ "product_retailer_id": "p1" }] }] } }] }]),
            ),
            0,
        ),
        (
            "an offer that is over",
            template(
                "oferta_relampago",
                json!([{ "type": "header", "parameters": [image()] }, body(&["Ada"]), coupon, suffix_at_one,
                    { "type": "limited_time_offer", "parameters": [{ "type": "limited_time_offer",
                        "limited_time_offer": { "expiration_time_ms": 1 } }] }]),
            ),
            131_009,
        ),
        ("paused", template("pesquisa_pausada", json!([])), 132_015),
        ("disabled", template("promocao_antiga", json!([])), 132_016),
        (
            "not approved yet",
            template("novidade_em_analise", json!([])),
            132_001,
        ),
        ("unknown", template("nada", json!([])), 132_001),
        (
            "another language",
            json!({ "type": "template", "template": { "name": "pedido_enviado", "language": { "code": "pt-BR" } } }),
            132_001,
        ),
    ];
    for (what, message, expected) in cases {
        let (_, answer) = stage.send(message).await;
        assert_eq!(code(&answer), expected, "{what}: {answer}");
    }
}

#[tokio::test]
async fn a_held_template_says_so_and_goes_out_later() {
    let stage = Stage::set().await;
    let (_, answer) = stage.send(template("lancamento", json!([]))).await;
    assert_eq!(
        answer["messages"][0]["message_status"],
        "held_for_quality_assessment"
    );
    assert!(stage.endpoint.received().is_empty());
    let status = stage.endpoint.wait(1).await[0].value();
    assert_eq!(status["statuses"][0]["pricing"]["category"], "marketing");
}

#[tokio::test]
async fn codes_do_not_go_to_business_scoped_ids() {
    let stage = Stage::set().await;
    let mut message = template(
        "codigo_de_acesso",
        json!([
            { "type": "body", "parameters": [text("1")] },
            { "type": "button", "sub_type": "url", "index": "0", "parameters": [text("1")] },
        ]),
    );
    message["to"] = Value::Null;
    message["recipient"] = json!(stage.ada.bsuid);
    assert_eq!(code(&stage.send(message).await.1), 131_062);
}

#[tokio::test]
async fn a_change_of_status_is_told_as_in_the_sample() {
    let stage = Stage::set().await;
    stage
        .sandbox
        .set_template_status(WABA, "pedido_enviado", "pt_BR", "PAUSED")
        .expect("known");
    let entry = stage.endpoint.wait(1).await[0].json()["entry"][0].clone();
    let change = &entry["changes"][0];
    assert!(entry["time"].is_number());
    assert_eq!(change["field"], "message_template_status_update");
    assert_eq!(
        change["value"]["message_template_id"],
        900_000_000_000_001_u64
    );
    assert_eq!(change["value"]["message_template_language"], "pt-BR");
    assert_eq!(change["value"]["event"], "PAUSED");
    let (_, answer) = stage.send(template("pedido_enviado", json!([]))).await;
    assert_eq!(code(&answer), 132_015);
}

#[tokio::test]
async fn a_new_template_waits_for_review() {
    let stage = Stage::set().await;
    let path = format!("v25.0/{WABA}/message_templates");
    let new = json!({ "name": "novo", "language": "pt_BR", "category": "UTILITY",
        "components": [{ "type": "BODY", "text": "Olá" }] });
    let (status, answer) = stage.post(&path, &new).await;
    assert_eq!((status, answer["status"].as_str()), (200, Some("PENDING")));
    assert_eq!(
        code(&stage.post(&path, &new).await.1),
        100,
        "the name is taken"
    );
    assert_eq!(
        code(&stage.send(template("novo", json!([]))).await.1),
        132_001
    );
    stage
        .sandbox
        .set_template_status(WABA, "novo", "pt_BR", "APPROVED")
        .expect("known");
    assert_eq!(stage.send(template("novo", json!([]))).await.0, 200);
}
