/** The longest text below a file that WhatsApp takes, in characters. */
export const longestCaption = 1_024;
