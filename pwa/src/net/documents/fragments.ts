/** What we read of each type, wherever we read it: one shape of a record, one fragment. */

import { fragment } from '../operation';

export const failureFields = fragment(`fragment FailureFields on Failure {
  code title message details href traceId explanation advice turn retry nextStep helpUrl
}`);

export const errorFields = fragment(`fragment ErrorFields on OperationError {
  code message field person { id name }
}`);

export const personFields = fragment(`fragment PersonFields on Person {
  id name email role visibility departments { id } active
}`);

export const viewerFields = fragment(
  `fragment ViewerFields on Viewer {
  person { ...PersonFields }
  preferences { locale notifications sound theme confirmVoiceNotes }
}`,
  personFields,
);

export const sessionFields = fragment(`fragment SessionFields on Session {
  id deviceId label createdAt lastSeenAt current
  push { subscribed lastDeliveredAt lastFailure }
}`);

export const contactFields = fragment(`fragment ContactFields on Contact {
  id name profileName editedName addresses { kind value display }
}`);

/** What is known of the contact of an open chat; lists do not ask for it. */
export const knownFields = fragment(`fragment KnownFields on Conversation {
  contact { values { id field { id } text picture { url mimeType width height } } }
}`);

const headerFields = fragment(`fragment HeaderFields on TemplateHeader {
  kind text url link fileName place { latitude longitude name address }
}`);

export const layoutFields = fragment(
  `fragment LayoutFields on TemplateLayout {
  header { ...HeaderFields } body footer offer { text expiresAt } buttons { kind text value }
  cards { header { ...HeaderFields } body buttons { kind text value } }
}`,
  headerFields,
);

const contentFields = fragment(
  `fragment ContentFields on MessageContent {
  __typename
  ... on TextContent { textBody: body referral { headline body sourceUrl sourceType } }
  ... on MediaContent { mediaKind: kind mimeType caption fileName voice animated url mediaState: state width height durationMs waveform bytes }
  ... on LocationContent { latitude longitude placeName: name address }
  ... on ContactsContent {
    cards {
      name emails organization department jobTitle: title addresses urls birthday
      numbers { phone waId kind }
    }
  }
  ... on InteractiveContent {
    header body footer buttons { id title }
    list { label sections { title rows { id title description } } }
  }
  ... on InteractiveReplyContent { replyKind: kind title description payload }
  ... on OrderContent { orderText: text items { productId quantity price currency } }
  ... on TemplateContent { templateName: name language templateBody: body category layout { ...LayoutFields } }
  ... on SystemContent {
    event systemText: text person { id name } target { id name } department { id name }
  }
  ... on CallContent { status durationSeconds callDirection: direction }
  ... on UnsupportedContent { type failure { ...FailureFields } }
}`,
  failureFields,
  layoutFields,
);

export const messageFields = fragment(
  `fragment MessageFields on Message {
  id conversationId direction author { id name } origin sentAt receivedAt
  content { ...ContentFields }
  text
  delivery {
    state queuedAt sentAt deliveredAt readAt playedAt failedAt
    failure { ...FailureFields } nextAttemptAt heldAt attempts
  }
  replyTo {
    wamid
    message {
      id direction author { id name } sentAt text
      content { __typename ... on MediaContent { kind voice } }
      revokedAt
    }
  }
  reactions { emoji byCustomer person { id name } at state failure { ...FailureFields } }
  forwarded editedAt revokedAt clientKey version
}`,
  contentFields,
  failureFields,
);

export const conversationFields = fragment(
  `fragment ConversationFields on Conversation {
  id
  contact { ...ContactFields }
  channel { id }
  ticket { id protocol openedAt }
  department { id name }
  agent { id name }
  windowExpiresAt unreadCount firstUnreadMessageId waitingSince lastActivityAt undeliveredCount echoSince
  heldReplies { id author { id name } text replyToId sendsItself createdAt clientKey }
  lastMessage { ...MessageFields }
  version
}`,
  contactFields,
  messageFields,
);
