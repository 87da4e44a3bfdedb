/** A limit as WhatsApp writes it: its megabytes have 1,048,576 bytes, and its kilobytes 1,024. */
export function limitSize(bytes: number, locale: string): string {
  return fileSize(bytes >= 1_048_576 ? bytes / 1.048576 : bytes / 1.024, locale);
}

/** How large a file is, in the words of a language: 1,4 MB. */
export function fileSize(bytes: number, locale: string): string {
  const [value, unit] =
    bytes < 1_000
      ? [bytes, 'byte']
      : bytes < 1_000_000
        ? [bytes / 1_000, 'kilobyte']
        : [bytes / 1_000_000, 'megabyte'];
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: value < 10 ? 1 : 0,
  }).format(value);
}
