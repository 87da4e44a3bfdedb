import type { Desk, Id } from '../data';

/** Keeps the server told of what this device shows, so that no push comes for a chat that is being looked at. */
export function reportPresence(desk: Desk, conversationId: Id | undefined): () => void {
  const tell = () => {
    const visible = document.visibilityState === 'visible';
    if (conversationId === undefined) desk.presence(visible);
    else desk.presence(visible, conversationId);
  };
  tell();
  document.addEventListener('visibilitychange', tell);
  addEventListener('focus', tell);
  addEventListener('pageshow', tell);
  return () => {
    document.removeEventListener('visibilitychange', tell);
    removeEventListener('focus', tell);
    removeEventListener('pageshow', tell);
  };
}
