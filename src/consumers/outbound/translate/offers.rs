//! Contact cards, buttons and lists, from the desk's words to Meta's.

use desk::message::{ContactCard, Interactive, Offer};
use whatsapp::WaId;
use whatsapp::outgoing::{
    Card, CardEmail, CardPhone, ContactsMessage, InteractiveMessage, InvalidOutgoing, ListRow,
    ListSection, ReplyButton,
};

use super::Untranslatable;

pub(super) fn contacts(cards: &[ContactCard]) -> Result<ContactsMessage, Untranslatable> {
    let cards: Result<Vec<_>, Untranslatable> = cards.iter().map(card).collect();
    Ok(ContactsMessage::new(cards?)?)
}

fn card(card: &ContactCard) -> Result<Card, Untranslatable> {
    let phones: Result<Vec<_>, Untranslatable> = card
        .numbers
        .iter()
        .map(|number| {
            Ok(CardPhone {
                phone: number.phone.clone(),
                wa_id: number.wa_id.as_deref().map(WaId::new).transpose()?,
                kind: number.kind.clone(),
            })
        })
        .collect();
    let emails = card.emails.iter().map(|email| CardEmail {
        email: email.clone(),
        kind: None,
    });
    let mut outgoing = Card::new(card.name.as_str())?;
    outgoing.first_name.clone_from(&card.first_name);
    outgoing.last_name.clone_from(&card.last_name);
    outgoing.phones = phones?;
    outgoing.emails = emails.collect();
    outgoing.company.clone_from(&card.organization);
    outgoing.department.clone_from(&card.department);
    outgoing.title.clone_from(&card.title);
    outgoing.addresses.clone_from(&card.addresses);
    outgoing.urls.clone_from(&card.urls);
    outgoing.birthday.clone_from(&card.birthday);
    Ok(outgoing)
}

pub(super) fn interactive(message: &Interactive) -> Result<InteractiveMessage, InvalidOutgoing> {
    let body = message.body.as_str();
    let outgoing = match &message.offer {
        Offer::Buttons { buttons } => {
            let buttons: Result<_, _> = buttons
                .iter()
                .map(|button| ReplyButton::new(button.id.as_str(), button.title.as_str()))
                .collect();
            InteractiveMessage::buttons(body, buttons?)
        }
        Offer::List { label, sections } => {
            let sections: Result<_, _> = sections.iter().map(section).collect();
            InteractiveMessage::list(body, label.as_str(), sections?)
        }
    }?;
    let outgoing = match &message.header {
        Some(header) => outgoing.with_header(header)?,
        None => outgoing,
    };
    match &message.footer {
        Some(footer) => outgoing.with_footer(footer),
        None => Ok(outgoing),
    }
}

fn section(section: &desk::message::ListSection) -> Result<ListSection, InvalidOutgoing> {
    let rows: Result<_, _> = section
        .rows
        .iter()
        .map(|row| ListRow::new(row.id.as_str(), row.title.as_str(), row.description.clone()))
        .collect();
    ListSection::new(section.title.clone(), rows?)
}
