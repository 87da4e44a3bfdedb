/** The app in somebody's hand. Finds things as people do: by what they are called and what they say. */

import { expect, type Locator, type Page } from '@playwright/test';
import { password, type Person } from '../world/people';

export type ListName = 'Meus' | 'Abertos' | 'Em atendimento' | 'Todos';

export class Phone {
  constructor(readonly page: Page) {}

  async signIn(person: Person): Promise<void> {
    await this.page.goto('/');
    await this.fillIn(person);
    await this.page.getByRole('button', { name: 'Entrar', exact: true }).click();
    await expect(this.title).toHaveText('Conversas');
  }

  /** Signs in and opens a chat that nobody has yet. */
  async begin(person: Person, contact: string): Promise<void> {
    await this.signIn(person);
    await this.list('Abertos');
    await this.open(contact);
  }

  /** The sign-in form, in any language. */
  async fillIn(person: Person): Promise<void> {
    await this.page.locator('input[autocomplete=username]').fill(person.email);
    await this.page.locator('input[autocomplete=current-password]').fill(password);
  }

  /** The heading of the inbox, which also tells the state of the line. */
  get title(): Locator {
    return this.page.locator('.pane.inbox').getByRole('heading', { level: 1 });
  }

  async list(name: ListName): Promise<void> {
    const tab = this.page.getByRole('navigation').getByRole('link', { name });
    await tab.click();
    await expect(tab).toHaveAttribute('aria-current', 'page');
  }

  /** The line of a chat in the list, also while the list is behind an open chat. */
  row(contact: string): Locator {
    return this.page.locator('.pane.inbox li').filter({ hasText: contact });
  }

  async open(contact: string): Promise<void> {
    await this.row(contact).getByRole('link').click();
    await this.shows(contact);
  }

  /** Waits until this chat is on the screen. */
  async shows(contact: string): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1, name: contact })).toBeVisible();
    await expect(this.composer).toBeVisible();
  }

  get composer(): Locator {
    return this.page.getByRole('textbox', { name: 'Escrever mensagem' });
  }

  async write(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.page.getByRole('button', { name: /^Enviar/ }).click();
    await expect(this.composer).toHaveValue('');
  }

  /** Every message of the open chat, without the lines that tell events. */
  get messages(): Locator {
    return this.page.getByRole('article');
  }

  message(text: string): Locator {
    return this.messages.filter({ hasText: text });
  }

  /** The sign at a message that was sent: clock, one tick, two, two blue ones … */
  tick(message: Locator): Locator {
    return message.locator('.ticks');
  }

  /** Something from the menu of the open chat: a list of buttons on a phone, a menu beside a mouse. */
  async choose(item: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Opções da conversa' }).click();
    await this.page
      .getByRole('menuitem', { name: item })
      .or(this.page.getByRole('button', { name: item }))
      .last()
      .click();
  }

  async back(): Promise<void> {
    await this.page.getByRole('link', { name: 'Voltar' }).click();
    await expect(this.title).toBeVisible();
  }

  /** The system takes the page away without a word, as phones do. */
  async dies(): Promise<void> {
    const gone = this.page.waitForEvent('crash');
    const session = await this.page.context().newCDPSession(this.page);
    // Nobody is left to answer.
    session.send('Page.crash').catch(() => undefined);
    await gone;
    await this.page.close();
  }

  /** Waits until the worker has everything that the app needs without a network. */
  async keepsTheApp(): Promise<void> {
    await this.page.evaluate(async () => {
      await navigator.serviceWorker.ready;
      if (navigator.serviceWorker.controller) return;
      await new Promise((resolve) =>
        navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
      );
    });
  }
}
