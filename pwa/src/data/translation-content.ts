import type * as wire from '../net/wire';
import { bare, known } from './known';
import type * as content from './content';
import { failureFrom } from './translation';

/** A type of content that this version does not know shows as unsupported, by its name: never as nothing. */
export function contentFrom(from: wire.MessageContent): content.MessageContent {
  switch (from.__typename) {
    case 'TextContent':
      return known<content.TextContent>({
        __typename: from.__typename,
        body: from.textBody,
        referral: from.referral && known<NonNullable<content.TextContent['referral']>>(from.referral),
      });
    case 'MediaContent':
      return known<content.MediaContent>({
        __typename: from.__typename,
        kind: from.mediaKind,
        mimeType: from.mimeType,
        caption: from.caption,
        fileName: from.fileName,
        voice: from.voice,
        animated: from.animated,
        url: from.url,
        state: from.mediaState,
        width: from.width,
        height: from.height,
        durationMs: from.durationMs,
        waveform: from.waveform,
        bytes: from.bytes,
      });
    case 'LocationContent':
      return known<content.LocationContent>({
        __typename: from.__typename,
        latitude: from.latitude,
        longitude: from.longitude,
        name: from.placeName,
        address: from.address,
      });
    case 'ContactsContent':
      return bare<content.ContactsContent>(from);
    case 'InteractiveContent':
      return bare<content.InteractiveContent>(from);
    case 'InteractiveReplyContent':
      return known<content.InteractiveReplyContent>({
        __typename: from.__typename,
        kind: from.replyKind,
        title: from.title,
        description: from.description,
        payload: from.payload,
      });
    case 'OrderContent':
      return known<content.OrderContent>({
        __typename: from.__typename,
        text: from.orderText,
        items: from.items,
      });
    case 'TemplateContent':
      return known<content.TemplateContent>({
        __typename: from.__typename,
        name: from.templateName,
        language: from.language,
        body: from.templateBody,
        category: from.category,
        layout: bare<content.TemplateLayout>(from.layout),
      });
    case 'SystemContent':
      return known<content.SystemContent>({
        __typename: from.__typename,
        event: from.event,
        text: from.systemText,
        personId: from.person?.id,
        personName: from.person?.name,
        targetId: from.target?.id,
        targetName: from.target?.name,
        departmentId: from.department?.id,
        departmentName: from.department?.name,
      });
    case 'CallContent':
      return known<content.CallContent>({
        __typename: from.__typename,
        status: from.status,
        durationSeconds: from.durationSeconds,
        direction: from.callDirection,
      });
    case 'UnsupportedContent':
      return known<content.UnsupportedContent>({
        __typename: from.__typename,
        type: from.type,
        failure: from.failure && failureFrom(from.failure),
      });
    default:
      return { __typename: 'UnsupportedContent', type: (from as { __typename: string }).__typename };
  }
}
