/** Who is signed in, and their devices. */

import { operation } from '../operation';
import type * as wire from '../wire';
import { errorFields, sessionFields, viewerFields } from './fragments';

export const me = operation<{ me: wire.Viewer }>('query Me { me { ...ViewerFields } }', viewerFields);

export const signIn = operation<
  { signIn: { viewer: wire.Viewer | null; error: wire.OperationError | null } },
  { input: { email: string; password: string; deviceId: wire.Id; deviceLabel: string } }
>(
  `mutation SignIn($input: SignInInput!) {
  signIn(input: $input) { viewer { ...ViewerFields } error { ...ErrorFields } }
}`,
  viewerFields,
  errorFields,
);

export const signOut = operation<{ signOut: { error: wire.OperationError | null } }>(
  'mutation SignOut { signOut { error { ...ErrorFields } } }',
  errorFields,
);

export const sessions = operation<{ sessions: readonly wire.Session[] }>(
  'query Sessions { sessions { ...SessionFields } }',
  sessionFields,
);

export const endSession = operation<
  { endSession: { error: wire.OperationError | null } },
  { input: { sessionId: wire.Id } }
>(
  `mutation EndSession($input: EndSessionInput!) {
  endSession(input: $input) { error { ...ErrorFields } }
}`,
  errorFields,
);

export const updateMyPreferences = operation<
  {
    updateMyPreferences: {
      preferences: wire.Viewer['preferences'] | null;
      error: wire.OperationError | null;
    };
  },
  { input: Partial<wire.Viewer['preferences']> }
>(
  `mutation UpdateMyPreferences($input: UpdateMyPreferencesInput!) {
  updateMyPreferences(input: $input) {
    preferences { locale notifications sound theme confirmVoiceNotes } error { ...ErrorFields }
  }
}`,
  errorFields,
);
