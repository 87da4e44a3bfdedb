/**
 * What the sheet behind "+" offers. Photos, camera and documents are its own; every other part of the desk adds one entry
 * here, whose dialog is fetched when it is chosen.
 */

import type { Component } from 'svelte';
import type { Id } from '../../data';
import { m } from '../../i18n/rooms';
import type { ConversationState } from '../../state/conversation';
import * as icons from '../icons';

/** What a dialog of an entry is given. */
export interface AttachProps extends Record<string, unknown> {
  conversation: ConversationState;
  /** The message that is being answered, if one is. */
  replyTo: Id | undefined;
  /** Call when something was sent: the reply bar goes. */
  onsent: () => void;
  onclose: () => void;
}

export interface AttachEntry {
  id: string;
  label: () => string;
  icon: string;
  /** Colour of the disc, as an angle of hue. */
  hue: number;
  /** Can be sent only while the customer service window is open. */
  free: boolean;
  load: () => Promise<{ default: Component<AttachProps> }>;
}

export const entries: readonly AttachEntry[] = [
  {
    id: 'library',
    label: () => m.library(),
    icon: icons.sticker,
    hue: 155,
    free: true,
    load: () => import('./LibraryDialog.svelte'),
  },
  {
    id: 'template',
    label: () => m.template_send_title(),
    icon: icons.layoutTemplate,
    hue: 230,
    free: false,
    load: () => import('../templates/TemplateDialog.svelte'),
  },
  {
    id: 'location',
    label: () => m.attach_location(),
    icon: icons.mapPin,
    hue: 120,
    free: true,
    load: () => import('../dialogs/LocationDialog.svelte'),
  },
  {
    id: 'contact',
    label: () => m.attach_contact(),
    icon: icons.contactRound,
    hue: 200,
    free: true,
    load: () => import('../dialogs/ContactCardDialog.svelte'),
  },
  {
    id: 'offer',
    label: () => m.attach_offer(),
    icon: icons.listPlus,
    hue: 60,
    free: true,
    load: () => import('../dialogs/OfferDialog.svelte'),
  },
];

/** The sheet's own entries: each opens the system's chooser. */
export interface Chooser {
  id: 'photo' | 'camera' | 'document';
  label: () => string;
  icon: string;
  hue: number;
  accept: string;
  capture?: 'environment';
  as?: 'document';
}

export const choosers: readonly Chooser[] = [
  { id: 'photo', label: () => m.attach_photo(), icon: icons.image, hue: 305, accept: 'image/*,video/*' },
  {
    id: 'camera',
    label: () => m.attach_camera(),
    icon: icons.camera,
    hue: 10,
    accept: 'image/*',
    capture: 'environment',
  },
  // By type and by the end of the name: systems know one or the other.
  {
    id: 'document',
    label: () => m.attach_document(),
    icon: icons.fileText,
    hue: 264,
    accept: '.pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.txt,.csv,application/pdf,text/plain,audio/*',
  },
];
