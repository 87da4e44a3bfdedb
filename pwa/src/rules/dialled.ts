/**
 * A phone number as agents type it, in international form; undefined while it cannot be one. Brazilian numbers need no
 * country code, foreign ones do (L-031). The server reads it again, strictly.
 */
export function dialled(text: string, foreign: boolean): string | undefined {
  const plus = text.trim().startsWith('+') || text.trim().startsWith('00');
  const digits = text.replaceAll(/\D/g, '').replace(/^00/, '');
  if (plus || foreign) return digits.length >= 8 && digits.length <= 15 ? `+${digits}` : undefined;
  if (digits.length === 10 || digits.length === 11)
    return digits.startsWith('0') ? undefined : `+55${digits}`;
  // With the country code, but without the plus.
  return /^55\d{10,11}$/.test(digits) ? `+${digits}` : undefined;
}
