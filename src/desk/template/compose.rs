//! From a template and values to what a message says. Nothing is stored before this has passed.

use entity::upload::{self, UploadKind};
use entity::{ChannelId, MessageId, TemplateId, channel, template};
use sea_orm::EntityTrait;
use templates::definition::MediaKind;
use templates::{Layout, Problem, Refusal, Values, fill};

use super::{TemplateView, Unsendable};
use crate::access::Actor;
use crate::error::DeskError;
use crate::media::{attach_card_in, attach_in};
use crate::message::Content;
use crate::storage::UnitOfWork;
use crate::upload::usable_in;

/// The slot of a message's own file; all others are of cards.
const HEADER: &str = "header";

/// A template and what to put into it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Composition<'a> {
    pub actor: &'a Actor,
    pub template: TemplateId,
    pub values: &'a Values,
    pub channel: ChannelId,
}

/// What a message says, and the files that go with it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Composed {
    pub content: Content,
    /// Of the header.
    file: Option<upload::Model>,
    /// Of the cards.
    card_files: Vec<upload::Model>,
}

impl Composition<'_> {
    /// What the message says, if the template may be sent from the number and the values make one.
    pub async fn compose_in(&self, unit: &UnitOfWork) -> Result<Composed, DeskError> {
        let row = template::Entity::find_by_id(self.template)
            .one(unit.connection())
            .await?
            .ok_or(DeskError::NotFound("template"))?;
        let channel = channel::Entity::find_by_id(self.channel)
            .one(unit.connection())
            .await?
            .ok_or(DeskError::NotFound("channel"))?;
        if row.waba_id != channel.waba_id {
            return Err(Unsendable::OtherAccount.into());
        }
        let view = TemplateView::new(row, false);
        if let Some(reason) = view.unsendable() {
            return Err(reason.into());
        }
        let filled = fill(&view.definition, &view.language, self.values, unit.now().0)?;
        let mut file = None;
        let mut card_files = Vec::new();
        for (slot, upload) in self.files_in(unit, &filled.layout).await? {
            if slot == HEADER {
                file = Some(upload);
            } else {
                card_files.push(upload);
            }
        }
        let content = Content::Template {
            name: view.name,
            language: view.language,
            body: Some(filled.layout.body.clone()),
            category: Some(view.category),
            layout: Some(Box::new(filled.layout)),
            parameters: Some(Box::new(filled.parameters)),
        };
        Ok(Composed {
            content,
            file,
            card_files,
        })
    }

    /// The uploads that the message names, by slot.
    async fn files_in(
        &self,
        unit: &UnitOfWork,
        layout: &Layout,
    ) -> Result<Vec<(String, upload::Model)>, DeskError> {
        let mut files = Vec::new();
        for (slot, kind, id) in layout.uploads() {
            let wrong = |problem| {
                let slot = slot.clone();
                DeskError::from(Refusal { slot, problem })
            };
            let id = id.parse().map_err(|_| wrong(Problem::Missing))?;
            let upload = usable_in(unit, self.actor, id)
                .await?
                .ok_or_else(|| wrong(Problem::Missing))?;
            if upload.kind != upload_kind(kind) {
                return Err(wrong(Problem::Kind));
            }
            files.push((slot, upload));
        }
        Ok(files)
    }
}

impl Composed {
    /// Gives the message its files.
    pub async fn attach_in(
        &self,
        unit: &UnitOfWork,
        message: MessageId,
        channel: ChannelId,
    ) -> Result<(), DeskError> {
        if let Some(file) = &self.file {
            attach_in(unit, message, channel, file).await?;
        }
        for file in &self.card_files {
            attach_card_in(unit, message, file).await?;
        }
        Ok(())
    }
}

const fn upload_kind(kind: MediaKind) -> UploadKind {
    match kind {
        MediaKind::Image => UploadKind::Image,
        MediaKind::Video => UploadKind::Video,
        MediaKind::Document => UploadKind::Document,
    }
}
