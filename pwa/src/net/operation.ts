/** A GraphQL operation: its text, and the types of what goes in and what comes out. */
export interface Operation<Data, Variables> {
  readonly text: string;
  /** Exists for the compiler alone. */
  readonly types?: (variables: Variables) => Data;
}

/** Operations without variables. */
export type Nothing = Record<string, never>;

/** Joins an operation with the fragments it uses, each once, whatever fragments those bring. */
/* @__NO_SIDE_EFFECTS__ */
export function operation<Data, Variables = Nothing>(
  text: string,
  ...fragments: readonly Fragment[]
): Operation<Data, Variables> {
  const needed = new Set<Fragment>();
  const gather = (fragment: Fragment) => {
    needed.add(fragment);
    fragment.uses.forEach(gather);
  };
  fragments.forEach(gather);
  return { text: [text, ...[...needed].map((fragment) => fragment.text)].join('\n') };
}

export interface Fragment {
  readonly text: string;
  readonly uses: readonly Fragment[];
}

/* @__NO_SIDE_EFFECTS__ */
export function fragment(text: string, ...uses: readonly Fragment[]): Fragment {
  return { text, uses };
}
