/** `/interna text`, lower-case (L-082), makes a message internal; elsewhere in a text it means nothing. */
const COMMAND = /^\/interna(?:\s+|$)/;

export function isInternalCommand(text: string): boolean {
  return COMMAND.test(text);
}

export function withoutInternalCommand(text: string): string {
  return text.replace(COMMAND, '');
}
