/** The app in a browser that is driven by its own remote control: what is done the same way in each. */

import { password, type Person } from '../world/people';

export interface PlainBrowser {
  open(url: string): Promise<void>;
  fill(selector: string, text: string): Promise<void>;
  press(name: string): Promise<void>;
  says(text: string): Promise<void>;
}

export async function signIn(browser: PlainBrowser, url: string, { email }: Person): Promise<void> {
  await browser.open(url);
  await browser.fill('input[autocomplete=username]', email);
  await browser.fill('input[autocomplete=current-password]', password);
  await browser.press('Entrar');
  await browser.says('Conversas');
}
