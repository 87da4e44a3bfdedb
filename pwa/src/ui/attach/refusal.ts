import { getLocale } from '../../i18n';
import { m } from '../../i18n/rooms';
import { limitSize } from '../../rules/file-size';

/** Why a file cannot go, in the agent's language. */
export function fileRefusal(why: { code: string; limit?: number | undefined }): string | undefined {
  switch (why.code) {
    case 'FILE_TOO_LARGE':
      return why.limit === undefined
        ? m.file_too_large_somewhere()
        : m.file_too_large({ limit: limitSize(why.limit, getLocale()) });
    case 'FILE_TYPE_REFUSED':
      return m.file_type_refused();
    case 'FILE_DAMAGED':
      return m.file_damaged();
    default:
      return undefined;
  }
}
