//! From a template and values to what a message says. Nothing is stored before this has passed.

use entity::upload::{self, UploadKind};
use entity::{ChannelId, MessageId, TemplateId, channel, template};
use sea_orm::EntityTrait;
use templates::definition::MediaKind;
use templates::{Layout, Problem, Refusal, Values, fill};

use super::{TemplateView, Unsendable};
use crate::access::Actor;
use crate::error::DeskError;
use crate::media::attach_in;
use crate::message::Content;
use crate::storage::UnitOfWork;
use crate::upload::usable_in;

/// A template and what to put into it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Composition<'a> {
    pub actor: &'a Actor,
    pub template: TemplateId,
    pub values: &'a Values,
    pub channel: ChannelId,
}

/// What a message says, and the file that goes with it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Composed {
    pub content: Content,
    file: Option<upload::Model>,
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
        let file = self.file_in(unit, &filled.layout).await?;
        let content = Content::Template {
            name: view.name,
            language: view.language,
            body: Some(filled.layout.body.clone()),
            category: Some(view.category),
            layout: Some(Box::new(filled.layout)),
            parameters: Some(Box::new(filled.parameters)),
        };
        Ok(Composed { content, file })
    }

    /// The file that the message carries: one, however many headers show it.
    async fn file_in(
        &self,
        unit: &UnitOfWork,
        layout: &Layout,
    ) -> Result<Option<upload::Model>, DeskError> {
        let mut file: Option<upload::Model> = None;
        for (slot, kind, id) in layout.uploads() {
            let wrong = |problem| {
                let slot = slot.clone();
                DeskError::from(Refusal { slot, problem })
            };
            let id = id.parse().map_err(|_| wrong(Problem::Missing))?;
            if file.as_ref().is_some_and(|known| known.id != id) {
                return Err(Unsendable::SeveralUploads.into());
            }
            let upload = usable_in(unit, self.actor, id)
                .await?
                .ok_or_else(|| wrong(Problem::Missing))?;
            if upload.kind != upload_kind(kind) {
                return Err(wrong(Problem::Kind));
            }
            file = Some(upload);
        }
        Ok(file)
    }
}

impl Composed {
    /// Gives the message its file.
    pub async fn attach_in(
        &self,
        unit: &UnitOfWork,
        message: MessageId,
        channel: ChannelId,
    ) -> Result<(), DeskError> {
        if let Some(file) = &self.file {
            attach_in(unit, message, channel, file).await?;
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
