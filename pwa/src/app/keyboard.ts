/**
 * On iOS the keyboard covers the page instead of resizing it (`interactive-widget` is unknown there). One inset, set
 * once the keyboard stands still, keeps the composer above it; nothing is moved while it slides.
 */

const SETTLED = 120;

export function makeRoomForKeyboard(): void {
  const viewport = window.visualViewport;
  if (!viewport) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const settle = () => {
    // Enlarged by two fingers: what is covered then is covered on purpose.
    const covered = viewport.scale > 1 ? 0 : Math.max(0, Math.round(window.innerHeight - viewport.height));
    document.documentElement.style.setProperty('--keyboard', `${covered}px`);
    // Safari has scrolled the page to show the field; with room made, the page stands where it should.
    window.scrollTo(0, 0);
  };
  viewport.addEventListener('resize', () => {
    clearTimeout(timer);
    timer = setTimeout(settle, SETTLED);
  });
}
