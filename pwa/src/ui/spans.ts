import { m } from '../i18n';
import { span } from '../rules/waiting-time';

/** Minutes as people read them: "12 min", "1 h 05", "3 d". */
export function writeMinutes(minutes: number): string {
  const written = span(minutes);
  switch (written.unit) {
    case 'minutes':
      return m.waiting_minutes({ minutes: written.minutes });
    case 'hours':
      return m.waiting_hours({ hours: written.hours, minutes: String(written.minutes).padStart(2, '0') });
    case 'days':
      return m.waiting_days({ days: written.days });
  }
}
