/** Sending places, contact cards, buttons and lists. */

import { sending } from './sending';

export const sendLocation = sending('sendLocation');
export const sendContacts = sending('sendContacts');
export const sendInteractive = sending('sendInteractive');
