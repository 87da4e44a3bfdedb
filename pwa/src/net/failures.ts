/** What can go wrong between this device and the server, told apart by what helps. */

/** No answer: no network, a time-out, a captive portal. Trying again later helps. */
export class NoAnswer extends Error {
  override name = 'NoAnswer';
}

/** Codes of unexpected failures (`extensions.code`); expected outcomes are data in payloads. */
export type ServerFailureCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'CSRF'
  | 'BAD_REQUEST'
  | 'QUERY_TOO_COMPLEX'
  | 'CURSOR_EXPIRED'
  | 'INTERNAL'
  | 'UNKNOWN';

const codes: ReadonlySet<string> = new Set<ServerFailureCode>([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'CSRF',
  'BAD_REQUEST',
  'QUERY_TOO_COMPLEX',
  'CURSOR_EXPIRED',
  'INTERNAL',
]);

/** The server answered, with a failure of the request as a whole. */
export class ServerFailure extends Error {
  override name = 'ServerFailure';

  constructor(
    readonly code: ServerFailureCode,
    message: string,
    /** Names the request in the operator's logs. */
    readonly requestId?: string,
  ) {
    super(message);
  }

  /** The same request may succeed later without anybody changing anything. */
  get passing(): boolean {
    return this.code === 'INTERNAL' || this.code === 'UNKNOWN';
  }
}

/** One entry of a GraphQL response's `errors`, as far as we read it. */
export interface GraphqlError {
  message?: unknown;
  extensions?: { code?: unknown; requestId?: unknown } | undefined;
}

/** A code that this version does not know counts as `UNKNOWN`: a passing failure. */
export function serverFailure(errors: readonly GraphqlError[]): ServerFailure {
  const [first] = errors;
  const code = first?.extensions?.code;
  const requestId = first?.extensions?.requestId;
  return new ServerFailure(
    typeof code === 'string' && codes.has(code) ? (code as ServerFailureCode) : 'UNKNOWN',
    typeof first?.message === 'string' ? first.message : 'failure without a message',
    typeof requestId === 'string' ? requestId : undefined,
  );
}
