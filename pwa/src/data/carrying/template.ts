import { sendTemplate } from '../../net/documents/templates';
import type { Handing } from '../carriers';
import type { OutboxRecord } from '../database';
import { known } from '../known';

/** The header's file has become an upload by now; those of cards were before. */
export function handTemplate({ conversationId, clientKey, upload, content }: OutboxRecord): Handing {
  const template = content?.kind === 'template' ? content : undefined;
  const values = (template?.values ?? []).map(({ file, ...value }) =>
    known({ ...value, uploadId: file ? upload?.id : value.uploadId }),
  );
  return {
    operation: sendTemplate,
    input: { conversationId, clientKey, templateId: template?.templateId ?? '', values },
  };
}
