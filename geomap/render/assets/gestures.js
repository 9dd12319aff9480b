// In somebody's page the map does not catch the reader's scrolling: it zooms with Ctrl and moves with two fingers.

function makeGestures(app) {
  const {map, parts} = app;
  const isEmbedded = app.isFragment || window.self !== window.top;
  if (!isEmbedded) return;
  const hint = el('div', {class: 'gm-hint', hidden: true, 'aria-hidden': 'true'});
  parts.mapbox.append(hint);
  const hide = later(() => { hint.hidden = true; }, 1400);
  const tell = (words) => {
    hint.textContent = words;
    hint.hidden = false;
    hide();
  };
  map.scrollWheelZoom.disable();
  parts.mapbox.addEventListener('wheel', (event) => {
    if (event.ctrlKey || event.metaKey) {
      map.scrollWheelZoom.enable();
      event.preventDefault();
    } else {
      map.scrollWheelZoom.disable();
      if (!event.target.closest('.leaflet-popup, .gm-legend')) tell(say('hold_key'));
    }
  }, {capture: true, passive: false});
  if (window.matchMedia('(pointer: coarse)').matches) map.dragging.disable();
  parts.mapbox.addEventListener('touchstart', (event) => {
    if (event.touches.length > 1) map.dragging.enable();
    else map.dragging.disable();
  }, {capture: true, passive: true});
  parts.mapbox.addEventListener('touchmove', (event) => {
    if (event.touches.length === 1 && !event.target.closest('.leaflet-popup')) tell(say('two_fingers'));
  }, {passive: true});
}
