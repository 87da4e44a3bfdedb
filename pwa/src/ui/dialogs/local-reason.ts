import { m } from '../../i18n/rooms';
import { fileRefusal } from '../attach/refusal';

/** Why the server refused a message of this device, in the agent's language where we have words for it. */
export function localReason(error: { code: string; message: string } | undefined): string {
  switch (error?.code) {
    case 'WINDOW_CLOSED':
      return m.window_closed_reason();
    case 'TEMPLATE_NOT_SENDABLE':
      return m.template_stopped();
    case 'TEMPLATE_VALUE':
      return m.template_value_refused();
    case 'FORBIDDEN':
      return m.error_forbidden();
    case 'STORAGE_FULL':
      return m.error_storage_full();
    case 'RATE_LIMITED':
      return m.error_rate_limited();
    default:
      return (error && fileRefusal(error)) || error?.message || m.error_unexpected();
  }
}
