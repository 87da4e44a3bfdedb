/** Sending files. */

import { sending } from './sending';

export const sendFile = sending('sendFile');
export const sendVoiceNote = sending('sendVoiceNote');
