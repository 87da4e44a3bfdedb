/** The keys of `T` that may be absent. */
type OptionalKey<T> = { [K in keyof T]-?: Record<never, never> extends Pick<T, K> ? K : never }[keyof T];

/** `T`, whose optional fields may also be null or undefined, as answers and expressions give them. */
export type Loose<T> = Omit<T, OptionalKey<T>> & { [K in OptionalKey<T>]?: T[K] | null | undefined };

/** Leaves out what is not known: in records a field is there with its value, or absent. */
export function known<T extends object>(fields: Loose<T>): T {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined),
  ) as T;
}

/** The same at every depth, for what has the same fields on the wire and in records. */
export function bare<T>(value: unknown): T {
  if (Array.isArray(value)) return value.map((item) => bare(item)) as T;
  if (typeof value !== 'object' || value === null) return value as T;
  return known(Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, bare(inner)]))) as T;
}

/** A copy without some of the fields. */
export function without<T extends object, K extends keyof T>(record: T, ...keys: readonly K[]): Omit<T, K> {
  return Object.fromEntries(
    Object.entries(record).filter(([key]) => !(keys as readonly PropertyKey[]).includes(key)),
  ) as Omit<T, K>;
}
