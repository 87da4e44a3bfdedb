import { m } from '../i18n/rooms';
import type { PlaceholderProblem } from '../rules/placeholders';

/** Why a text cannot go out as it is, and what to do about it (Z-36). */
export function placeholderNotice({ kind, source }: PlaceholderProblem): string {
  return kind === 'unknown' ? m.placeholder_unknown({ source }) : m.placeholder_missing({ source });
}
