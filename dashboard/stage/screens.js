// Keys, touch and clock of the meeting screens. The present screen is body[data-layar]; the style sheet does the rest.
(() => {
  const nav = document.getElementById('rapat'), state = (window.rapat ??= { query: '' });
  const count = () => Number(document.getElementById('rapat-address')?.dataset.screens ?? nav.dataset.screens);
  const fit = () => document.documentElement.style.setProperty('--rapat', Math.min(innerWidth / 1280, innerHeight / 720));
  const show = (wanted) => {
    const screen = Math.max(1, Math.min(wanted, count()));
    document.body.dataset.layar = screen;
    nav.querySelector('output').textContent = `${screen} / ${count()}`;
    const frozen = document.getElementById('rapat-address')?.dataset.query;
    const query = new URLSearchParams(frozen ?? location.search);
    query.set('layar', screen);
    history.replaceState(history.state, '', `${location.pathname}?${query}`);
  };
  const now = () => Number(document.body.dataset.layar ?? 1);
  const turn = (by) => show(now() + by);
  state.stop?.();
  const ending = new AbortController(), heard = { signal: ending.signal };
  addEventListener('resize', fit, heard);
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const does = {
      ArrowRight: () => turn(1), ArrowDown: () => turn(1), PageDown: () => turn(1), ' ': () => turn(1),
      ArrowLeft: () => turn(-1), ArrowUp: () => turn(-1), PageUp: () => turn(-1),
      Home: () => show(1), End: () => show(count()), Escape: () => location.assign(nav.dataset.back),
      f: () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()),
    };
    const action = does[event.key] ?? (event.key === 'F' ? does.f : undefined);
    if (!action || (event.key === ' ' && event.target.closest?.('a, button'))) return;
    event.preventDefault();
    event.stopImmediatePropagation();  // Streamlit has keys of its own
    action();
  }, { ...heard, capture: true });
  let from = null;
  addEventListener('touchstart', (event) => { from = event.changedTouches[0].clientX; }, { ...heard, passive: true });
  addEventListener('touchend', (event) => {
    const moved = event.changedTouches[0].clientX - (from ?? event.changedTouches[0].clientX);
    if (Math.abs(moved) > 50) turn(moved < 0 ? 1 : -1);
  }, { ...heard, passive: true });
  nav.addEventListener('click', (event) => {
    const by = event.target.closest('[data-turn]')?.dataset.turn;
    if (by) turn(Number(by));
  }, heard);
  // A click on a chart or a table opens its page, as a click on a figure does.
  addEventListener('click', (event) => {
    const body = event.target.closest?.('[data-testid=stVegaLiteChart], table');
    const link = body?.closest('[class*=st-key-layar-]')?.querySelector('.note a');
    if (link) open(link.href, '_blank', 'noopener');
  }, heard);
  // The frozen address arrives when the last screen is made.
  const watch = new MutationObserver(() => {
    const query = document.getElementById('rapat-address')?.dataset.query ?? '';
    if (query !== state.query) { state.query = query; show(now()); }
  });
  watch.observe(document.body, { childList: true, subtree: true });
  const seconds = Number(nav.dataset.seconds);
  const clock = seconds ? setInterval(() => show(now() >= count() ? 1 : now() + 1), 1000 * seconds) : 0;
  state.stop = () => { ending.abort(); watch.disconnect(); clearInterval(clock); };
  fit();
  show(Number(document.body.dataset.layar ?? nav.dataset.first));
})();
