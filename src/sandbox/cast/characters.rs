//! Who the customers are, what they come for, and what they know when they are asked. Everybody is invented; the
//! numbers lie in blocks that no operator hands out.

use super::lines::{Drawing, Line, Recording};
use crate::world::NewCustomer;
use Line::{Card, Picture, Place, Receipt, Sticker, Text, Voice};

/// A customer's part in the play.
#[derive(Debug, Clone)]
pub(super) struct Character {
    pub(super) name: &'static str,
    /// Digits; empty for someone who shows only a username.
    phone: &'static str,
    username: Option<&'static str>,
    /// Minutes ago at which the opening was written; `None` writes it live.
    pub(super) minutes_ago: Option<u32>,
    /// Seconds after the curtain at which a live opening begins.
    pub(super) enters_after: f64,
    pub(super) opening: &'static [Line],
    /// Said when an agent asks something.
    pub(super) when_asked: &'static [Line],
    /// Said when an agent tells something.
    pub(super) when_told: &'static [Line],
}

impl Character {
    pub(super) fn customer(&self) -> NewCustomer {
        NewCustomer {
            name: self.name.to_owned(),
            wa_id: (!self.phone.is_empty()).then(|| self.phone.to_owned()),
            username: self.username.map(str::to_owned),
            // They read as people do, not as machines.
            reads_automatically: Some(false),
            ..NewCustomer::default()
        }
    }
}

#[expect(clippy::too_many_lines, reason = "a list of parts, not a procedure")]
pub(super) fn all() -> Vec<Character> {
    vec![
        Character {
            name: "Gustavo Henrique Teles",
            phone: "5511900000112",
            username: None,
            minutes_ago: Some(30 * 60),
            enters_after: 0.0,
            opening: &[
                Text("Boa noite! Vocês ainda têm a mesa dobrável que estava na vitrine?"),
                Text("Se tiver, consigo buscar no sábado."),
            ],
            when_asked: &[
                Text("Sábado de manhã, umas 10h, fica bom pra mim"),
                Text("A de madeira clara, de 1,20m"),
                Text("Pode deixar reservada no meu nome, Gustavo Teles"),
            ],
            when_told: &[
                Text("Ah, que bom que responderam! Ainda quero sim"),
                Text("Combinado então 🤝"),
            ],
        },
        Character {
            name: "Patrícia Gomes",
            phone: "5521900000111",
            username: None,
            minutes_ago: Some(23 * 60 + 35),
            enters_after: 0.0,
            opening: &[
                Text("Oi, boa tarde"),
                Text("Comprei um liquidificador com vocês e ele veio com a tampa trincada 😕"),
                Picture(Drawing::Parcel, "A caixa chegou assim, um lado amassado"),
            ],
            when_asked: &[
                Text("O número do pedido é 20931"),
                Text("Prefiro a troca mesmo, não quero o dinheiro de volta"),
                Text("Pode coletar em casa sim, fico até as 18h"),
            ],
            when_told: &[
                Text("Tá certo, vou aguardar o código de postagem"),
                Text("Obrigada pela atenção!"),
            ],
        },
        Character {
            name: "Fernanda Rocha",
            phone: "5531900000109",
            username: None,
            minutes_ago: Some(5 * 60),
            enters_after: 0.0,
            opening: &[
                Text(
                    "Passando só pra agradecer! A encomenda chegou antes do prazo e muito bem embalada 💛",
                ),
                Voice(Recording::Thanks),
            ],
            when_asked: &[
                Text("Foi a entrega da Rua das Acácias, de ontem"),
                Text("Nota dez, pode colocar aí!"),
            ],
            when_told: &[
                Text("Imagina, vocês merecem"),
                Text("Até a próxima compra!"),
            ],
        },
        Character {
            name: "Carlos Eduardo Pires",
            phone: "5541900000110",
            username: None,
            minutes_ago: Some(125),
            enters_after: 0.0,
            opening: &[
                Text("Bom dia"),
                Text("Tô desde ontem tentando falar com alguém"),
                Text(
                    "Me cobraram duas vezes a mensalidade de abril. Alguém pode ver isso por favor?",
                ),
                Picture(
                    Drawing::PaymentReceipt,
                    "Olha as duas cobranças aí no extrato",
                ),
            ],
            when_asked: &[
                Text("Contrato 88-4512, no nome da empresa: Pires Contabilidade"),
                Text("Cartão final 2290"),
                Text("Estorno no próprio cartão, por favor"),
            ],
            when_told: &[
                Text("Ok. Em quantos dias cai o estorno?"),
                Text("Certo, vou acompanhar a fatura"),
                Text("Agora sim. Obrigado por resolver"),
            ],
        },
        Character {
            name: "Maria Aparecida Souza",
            phone: "5561900000101",
            username: None,
            minutes_ago: None,
            enters_after: 2.0,
            opening: &[
                Text("Oi, tudo bem?"),
                Voice(Recording::WhereIsMyOrder),
                Text("É o pedido 4711, era pra ter chegado ontem"),
            ],
            when_asked: &[
                Text("Quadra 12, conjunto B, casa 7. O CEP é 70000-120"),
                Text("Tem sim, minha vizinha da casa 8 recebe pra mim"),
                Text("Pode ser amanhã até meio-dia"),
            ],
            when_told: &[
                Text("Ai que alívio, achei que tinha extraviado"),
                Text("Tá bom, vou ficar de olho no interfone"),
                Text("Muito obrigada, viu? Deus abençoe 🙏"),
            ],
        },
        Character {
            name: "João Pedro Almeida",
            phone: "5561900000102",
            username: None,
            minutes_ago: None,
            enters_after: 6.0,
            opening: &[
                Text("Boa tarde, o boleto deste mês ainda não caiu no meu e-mail"),
                Text("Vence dia 10, queria pagar antes pra não esquecer"),
            ],
            when_asked: &[
                Text("joaopedro.almeida@exemplo.com.br"),
                Text("Pode mandar o PDF por aqui mesmo"),
                Receipt("Paguei agora, segue o comprovante"),
            ],
            when_told: &[
                Text("Recebi aqui"),
                Receipt("Prontinho, pago. Segue o comprovante"),
                Text("Valeu, abraço!"),
            ],
        },
        Character {
            name: "Lourdes Ferreira",
            phone: "5562900000103",
            username: None,
            minutes_ago: None,
            enters_after: 11.0,
            opening: &[
                Voice(Recording::Appointment),
                Text("É a consulta com a doutora Helena"),
            ],
            when_asked: &[
                Text("Terça ou quarta, mas só de manhã, porque à tarde eu cuido da minha neta"),
                Text("Maria de Lourdes Ferreira, nascida em 14/08/1952"),
                Text("É pelo convênio sim, o mesmo da outra vez"),
            ],
            when_told: &[
                Text("Então fica terça às 9h. Vou anotar aqui na geladeira 😄"),
                Text("Obrigada minha filha"),
            ],
        },
        Character {
            name: "Rafael Nogueira",
            phone: "5548900000104",
            username: None,
            minutes_ago: None,
            enters_after: 16.0,
            opening: &[
                Text("E aí, beleza? Quanto tá a instalação do ar de 12 mil BTUs?"),
                Text("Já tenho o aparelho, é só instalar"),
            ],
            when_asked: &[
                Text("É apartamento, terceiro andar, já tem a tubulação pronta"),
                Text("220V"),
                Text("Quinta de tarde consigo receber vocês"),
            ],
            when_told: &[
                Text("Parcela em quantas vezes?"),
                Text("Show, pode agendar então"),
                Text("Fechou! 👊"),
            ],
        },
        Character {
            name: "Camila Duarte",
            phone: "5571900000105",
            username: None,
            minutes_ago: None,
            enters_after: 21.0,
            opening: &[
                Text("Oii! Vocês fazem bolo de aniversário por encomenda?"),
                Picture(
                    Drawing::Cake,
                    "Queria um mais ou menos assim, pra 30 pessoas",
                ),
            ],
            when_asked: &[
                Text("É pro dia 25, sábado, às 16h"),
                Text(
                    "Massa de chocolate com recheio de brigadeiro, sem nozes porque meu sobrinho é alérgico",
                ),
                Text("Escreve \"Parabéns, Theo!\" e pode ser azul"),
            ],
            when_told: &[
                Text("Perfeito! Como faço pra pagar o sinal?"),
                Text("Pix feito ✅"),
                Text("Ansiosa!! 🎂"),
            ],
        },
        Character {
            name: "Antônio Barbosa",
            phone: "5585900000106",
            username: None,
            minutes_ago: None,
            enters_after: 27.0,
            opening: &[
                Text("Bom dia, o endereço da entrega tá errado no cadastro"),
                Place("Minha casa", -3.7319, -38.5267),
                Picture(Drawing::FrontDoor, "É essa porta azul, número 114"),
            ],
            when_asked: &[
                Text("Rua das Jangadas, 114, perto da padaria"),
                Text("Pode avisar o entregador pra buzinar, não tenho campainha"),
                Voice(Recording::Doorbell),
            ],
            when_told: &[
                Text("Agora tá certo"),
                Text("Agradecido, bom trabalho pra vocês"),
            ],
        },
        Character {
            name: "Bia Lima",
            phone: "",
            username: Some("bia.lima"),
            minutes_ago: None,
            enters_after: 33.0,
            opening: &[
                Text("Oi! Achei vocês pelo nome de usuário, que prático 😄"),
                Text("Comprei uma blusa M mas ficou grande. Dá pra trocar por P?"),
            ],
            when_asked: &[
                Text("Pedido 5120, blusa verde"),
                Text("Tá com etiqueta sim, só provei"),
                Text("Consigo levar na loja do centro na sexta"),
            ],
            when_told: &[
                Text("Que ótimo!"),
                Text("Então sexta eu passo aí. Brigadaa"),
            ],
        },
        Character {
            name: "Thiago Martins",
            phone: "556180000107",
            username: None,
            minutes_ago: None,
            enters_after: 39.0,
            opening: &[Text(
                "Boa tarde. Preciso da segunda via da nota fiscal do pedido 3987, o contador pediu",
            )],
            when_asked: &[
                Text("Martins & Filhos Ltda"),
                Text("Pode mandar no e-mail financeiro@exemplo.com.br"),
                Card("Sérgio (contador)", "+55 61 90000-0198"),
            ],
            when_told: &[Text("Chegou, obrigado"), Text("Era isso. Boa semana!")],
        },
        Character {
            name: "Larissa Mendes",
            phone: "5519900000113",
            username: None,
            minutes_ago: None,
            enters_after: 45.0,
            opening: &[
                Text("Oi, vocês entregam em Campinas?"),
                Text("E qual o horário de hoje?"),
                Sticker,
            ],
            when_asked: &[
                Text("Bairro Cambuí, perto do parque"),
                Text("Duas unidades, por favor"),
                Text("Pago na entrega, no débito"),
            ],
            when_told: &[
                Text("Hmm, e o frete quanto fica?"),
                Text("Tá ótimo, pode mandar!"),
            ],
        },
        Character {
            name: "Ana Clara Ribeiro",
            phone: "5584900000114",
            username: None,
            minutes_ago: None,
            enters_after: 52.0,
            opening: &[
                Voice(Recording::Bill),
                Text("Já tentei sair e entrar de novo, não adiantou"),
            ],
            when_asked: &[
                Receipt("Esse é o comprovante do pagamento"),
                Text("O aplicativo tá atualizado, é Android"),
                Text("Agora apareceu como pago!"),
            ],
            when_told: &[
                Text("Ah, então são até dois dias úteis, não sabia"),
                Text("Obrigada pela paciência 💙"),
            ],
        },
    ]
}
