/** Before all tests: one data folder with people and a number, that each installation begins with a copy of. */

import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { channel } from './channel';
import { everybody, password } from './people';
import { locate, Program } from './program';

const VARIABLE = 'E2E_PREPARED_FOLDER';

export default async function prepare(): Promise<() => Promise<void>> {
  locate('guiche-push-fakes');
  if (!existsSync(fileURLToPath(new URL('../../dist/index.html', import.meta.url)))) {
    throw new Error('the interface is not built: make pwa');
  }
  const folder = await mkdtemp(join(tmpdir(), 'guiche-prepared-'));
  furnish({ GUICHE_DATA_DIR: folder });
  process.env[VARIABLE] = folder;
  return () => rm(folder, { recursive: true, force: true });
}

export function preparedFolder(): string {
  const folder = process.env[VARIABLE];
  if (!folder) throw new Error('run by `npm run e2e`');
  return folder;
}

function furnish(variables: Record<string, string>): void {
  for (const { email, name, role, department } of everybody) {
    const joining = department ? ['--department', department] : [];
    Program.run(
      ['user', 'create', '--email', email, '--name', name, '--role', role, ...joining],
      variables,
      password,
    );
  }
  Program.run(
    [
      ['channel', 'add'],
      ['--name', channel.name],
      ['--phone-number-id', channel.phoneNumberId],
      ['--waba-id', channel.wabaId],
      ['--access-token', channel.accessToken],
      ['--app-secret', channel.appSecret],
      ['--verify-token', channel.verifyToken],
      ['--department', channel.department],
    ].flat(),
    variables,
    '',
  );
}
