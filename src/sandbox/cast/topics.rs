//! What customers come back for later, in any order.

use super::lines::{Drawing, Line, Recording};
use Line::{Picture, Sticker, Text, Voice};

/// Each is a fresh start of a conversation that has gone quiet.
pub(super) const LATER: &[&[Line]] = &[
    &[Text(
        "Oi de novo! Esqueci de perguntar: dá pra parcelar no boleto?",
    )],
    &[
        Text("Olha, chegou aqui ó"),
        Picture(Drawing::Parcel, "Veio direitinho"),
    ],
    &[Text("Vocês abrem no feriado de segunda?")],
    &[
        Text("Bom dia! Teria como adiantar a entrega pra hoje?"),
        Text("Surgiu uma viagem de última hora"),
    ],
    &[Voice(Recording::WhereIsMyOrder)],
    &[Text("Qual é a chave Pix de vocês mesmo? Perdi a mensagem")],
    &[Text("Consegue me mandar o cardápio da semana?")],
    &[
        Text("O técnico ficou de vir até as 15h e não apareceu"),
        Text("Alguma notícia?"),
    ],
    &[Text("Dá pra incluir mais um item no pedido que fiz ontem?")],
    &[
        Picture(Drawing::PaymentReceipt, "Pagamento feito"),
        Text("Confere aí pra mim, por favor"),
    ],
    &[Text("Minha mãe adorou o presente, queria outro igual 🥰")],
    &[Text(
        "Preciso remarcar de novo, desculpa! Semana que vem tem horário?",
    )],
    &[Voice(Recording::Doorbell)],
    &[Text("Esse produto tem garantia de quanto tempo?")],
    &[Text("Quero cancelar a assinatura, como faço?")],
    &[Text(
        "Indiquei vocês pra minha cunhada, ela vai chamar aqui 😉",
    )],
    &[Sticker],
    &[
        Text("Boa noite, vi que a fatura veio com um valor diferente"),
        Text("Era pra ser R$ 89,90 e veio R$ 97,40"),
    ],
    &[Text("Vocês têm loja física em Goiânia?")],
    &[Voice(Recording::Thanks)],
];
