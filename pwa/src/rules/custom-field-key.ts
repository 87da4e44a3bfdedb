/** What is typed between braces for a custom field. The server keeps the same rule (`desk::custom_field`). */

const KEY = /^[a-z][a-z0-9_]{0,31}$/;

export function isFieldKey(text: string): boolean {
  return KEY.test(text);
}

/** The key that a name suggests: “Situação do plano” is `situacao_do_plano`. */
export function fieldKeyOf(name: string): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+/, '')
    .slice(0, 32)
    .replace(/_+$/, '');
}
