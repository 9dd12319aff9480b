// The page: reads the data, builds the parts, and keeps what is chosen, lit and shown in step.

function geomap(root, map, L) {
  const gm = root.querySelector('.gm');
  const part = (name) => gm.querySelector(`[data-part="${name}"]`);
  const payload = JSON.parse(part('data').textContent);
  useWords(payload.ui);
  const atlas = readAtlas(payload);
  const parts = {gm, frame: gm.querySelector('.gm-frame')};
  for (const name of ['head', 'side', 'mapbox', 'time', 'texts', 'foot']) parts[name] = part(name);
  const isFragment = root !== document;
  const app = {L, map, root, payload, atlas, parts, isFragment, isRightToLeft: gm.dir === 'rtl', filter: noFilter(), selected: null, lit: null, shown: atlas.places};

  // Longitudes beside the antimeridian are moved to the side that the view shows.
  const [west, , east] = payload.view.bounds;
  const turn = (longitude) => (east > 180 && longitude < west - 90 ? longitude + 360 : longitude);
  app.unrolled = (ring) => (east > 180 ? ring.map((value, index) => (index % 2 ? value : turn(value))) : ring);
  app.spot = (place) => [place.latitude, turn(place.longitude)];

  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  let palette = null;
  app.isDark = () => gm.dataset.theme === 'dark' || (gm.dataset.theme !== 'light' && dark.matches);
  app.colours = () => {
    if (!palette) {
      const styles = getComputedStyle(gm);
      palette = {};
      for (const name of ['land', 'sea', 'shore', 'border', 'province', 'river', 'waterway', 'tint', 'sure', 'likely', 'ambiguous', 'accent']) {
        palette[name] = styles.getPropertyValue(`--gm-${name}`).trim();
      }
    }
    return palette;
  };
  app.setTheme = (theme) => {
    gm.dataset.theme = theme;
    recolour();
  };
  const recolour = () => {
    gm.classList.toggle('gm-dark', app.isDark());
    palette = null;
    app.basemap.restyle();
    app.areas.show(app.shown);
    if (app.controls.inset) app.controls.inset.draw();
  };

  gm.dataset.theme = payload.options.theme;
  gm.classList.toggle('gm-dark', app.isDark());
  if (isFragment) gm.style.setProperty('--gm-height', `${payload.options.height}px`);
  map.getContainer().setAttribute('aria-label', say('map_of_places'));
  map.getContainer().setAttribute('role', 'region');
  append(parts.head, [el('div', {class: 'gm-titles'}, el('h1', {dir: 'auto', text: payload.title}), headLines(app))]);
  append(parts.foot, footLines(app));
  const bounds = ([w, s, e, n]) => L.latLngBounds([s, w], [n, e]);
  // The parts around it have given the map its size; then the view: everything made after it is drawn once, in place.
  map.invalidateSize({animate: false, pan: false});
  map.fitBounds(bounds(payload.view.bounds), {padding: [8, 8], animate: false});
  app.basemap = makeBasemap(app);
  app.areas = makeAreas(app);
  app.symbols = makeSymbols(app);
  app.popup = makePopup(app);
  app.list = makeList(app);
  app.reports = makeReports(app);
  app.labels = makeLabels(app);

  app.firstView = bounds(payload.view.bounds);
  app.reset = (animate = true) => {
    map.closePopup();
    map.fitBounds(bounds(payload.view.bounds), {padding: [8, 8], animate: animate && !calm()});
  };
  app.showAll = () => map.fitBounds(bounds(payload.view.all), {padding: [20, 20], animate: !calm()});

  app.choose = (place, {fly = false, at = null, focus = false, mention = null} = {}) => {
    const before = app.selected;
    app.selected = place;
    if (focus) app.cameFrom = root.activeElement;
    if (before && before !== place) refreshOne(before);
    refreshOne(place);
    app.areas.refreshRings(app.shown);
    app.reports.mark(place, mention);
    app.links.write(place);
    app.areas.showAlternatives(place);
    const target = at || focusPoint(place);
    if (!target) {
      app.popup.show(place, map.getCenter(), focus);
      return;
    }
    const openIt = () => app.selected === place && app.popup.show(place, at || visiblePoint(place) || target, focus);
    if (fly) moveTo(place, target, openIt);
    else openIt();
  };
  app.unchoose = () => {
    const place = app.selected;
    app.selected = null;
    app.reports.mark(null);
    app.links.write(null);
    if (place) refreshOne(place);
    app.areas.refreshRings(app.shown);
  };
  const refreshOne = (place) => {
    app.symbols.redraw(place);
    app.areas.restyle(place);
    app.list.mark(place, app.selected === place);
  };
  app.light = (place, isLit) => {
    app.lit = isLit ? place : null;
    app.list.light(place, isLit);
    app.reports.light(place, isLit);
    app.areas.restyle(place);
  };
  app.showOther = (place, other) => {
    const at = L.latLng(other.y, other.x);
    app.areas.showAlternatives(place);
    if (!map.getBounds().contains(at)) map.setView(at, Math.max(5, Math.min(map.getZoom(), 7)), {animate: !calm()});
    L.popup({maxWidth: 260, className: 'gm-bubble'}).setLatLng(at).setContent(el('div', {class: 'gm-popup'},
      el('h3', {dir: 'auto', text: other.n}), el('p', {class: 'gm-meta', text: [kindText(other.kind), other.where].filter(Boolean).join(' · ')}),
      app.fix.isOn() ? el('p', {}, el('button', {type: 'button', class: 'gm-act gm-main', text: say('fix_this'), on: {click: () => app.fix.chooseOther(place, other)}})) : null,
      el('p', {}, say('may_mean', {percent: percentText(other.pr)}),
        el('button', {type: 'button', class: 'gm-linklike', text: say('back_to', {place: [place.name, place.where].filter(Boolean).join(', ')}),
          on: {click: () => app.choose(place, {fly: true})}})))).openOn(map);
  };

  const shapeOf = (place) => {
    if (place.draw === 'country') return app.basemap.countries.filter((shape) => shape.place === place.number).pop() || null;
    return app.areas.shape(place);
  };
  const focusPoint = (place) => {
    if (place.draw === 'point' || place.draw === 'soft') return L.latLng(app.spot(place));
    const shape = shapeOf(place);
    if (place.labelAt) return L.latLng(place.labelAt[0], turn(place.labelAt[1]));
    if (shape && place.draw === 'line') {
      const ring = shape.rings.reduce((a, b) => (b.length > a.length ? b : a));
      const middle = Math.floor(ring.length / 4) * 2;
      return L.latLng(ring[middle + 1], ring[middle]);
    }
    if (place.latitude !== null) return L.latLng(app.spot(place));
    return shape ? L.latLng((shape.bounds[1] + shape.bounds[3]) / 2, (shape.bounds[0] + shape.bounds[2]) / 2) : null;
  };
  // For an area or line that reaches beyond the window: a point of it that the window shows.
  const visiblePoint = (place) => {
    if (place.draw === 'point' || place.draw === 'soft') return null;
    const shape = shapeOf(place);
    const size = map.getSize();
    if (!shape) return null;
    const spots = place.draw === 'line' ? lineSpots(app, shape.rings, size).map((spot) => ({x: spot.x, y: spot.y + 11}))
      : (visibleAreas(app, [{...shape, name: ' ', place: -1}], size, false)[0] || {spots: []}).spots;
    return spots.length ? map.containerPointToLatLng([spots[0].x, spots[0].y]) : null;
  };
  const moveTo = (place, target, done) => {
    const shape = place.draw === 'point' ? null : shapeOf(place);
    const view = map.getBounds();
    const zoom = map.getZoom();
    const arrived = () => app.symbols.reveal(place, done);
    if (shape) {
      const box = bounds(shape.bounds);
      if (view.intersects(box) && (visiblePoint(place) || view.contains(box))) {
        done();
        return;
      }
      map.once('moveend', arrived);
      map.fitBounds(box, {padding: [30, 30], animate: !calm()});
      return;
    }
    if (view.pad(-0.12).contains(target)) {
      arrived();
      return;
    }
    map.once('moveend', arrived);
    map.setView(target, Math.max(zoom, Math.min(6, map.getMaxZoom())), {animate: !calm()});
  };

  app.refresh = () => {
    app.shown = filtered(atlas, app.filter);
    if (app.selected && !app.shown.includes(app.selected)) map.closePopup();
    app.symbols.show(app.shown);
    app.areas.show(app.shown);
    app.basemap.restyle();
    app.list.show(app.shown);
    app.labels.soon();
  };

  map.on('click', (event) => {
    // A button that went with its popup is not the map.
    if (!event.originalEvent.target.isConnected) return;
    const shape = app.basemap.countryAt(event.latlng.lng, event.latlng.lat);
    const place = shape && shape.place >= 0 ? atlas.numbered[shape.place] : null;
    if (place && app.shown.includes(place)) app.choose(place, {at: event.latlng});
  });
  gm.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && app.popup.place()) {
      app.popup.close();
      if (app.cameFrom && app.cameFrom.isConnected) app.cameFrom.focus({preventScroll: true});
      event.stopPropagation();
    }
  });

  app.links = makeLinks(app);
  app.controls = makeControls(app);
  makeDownloads(app, app.controls);
  app.fix = makeFixing(app);
  makeGestures(app);
  app.timeline = makeTimeline(app);
  app.refresh();
  app.list.elsewhere(app.controls.away);
  app.labels.draw();
  if (app.controls.inset) app.controls.inset.draw();

  let untouched = true;
  map.on('dragstart zoomstart', () => { untouched = false; });
  let drawnSize = map.getSize();
  const fit = later(() => {
    const box = map.getContainer();
    if (box.clientWidth === drawnSize.x && box.clientHeight === drawnSize.y) return;
    drawnSize = L.point(box.clientWidth, box.clientHeight);
    map.invalidateSize({animate: false, pan: false});
    if (untouched && !app.selected) {
      map.fitBounds(bounds(payload.view.bounds), {padding: [8, 8], animate: false});
      untouched = true;
    }
  }, 60);
  new ResizeObserver(fit).observe(map.getContainer());
  dark.addEventListener('change', recolour);
  window.addEventListener('beforeprint', () => {
    app.reports.openAll && app.reports.openAll();
    map.invalidateSize({animate: false});
  });
  window.addEventListener('afterprint', () => map.invalidateSize({animate: false}));
  const linked = app.links.read();
  if (linked) app.choose(linked, {fly: true});
  gm.dataset.ready = 'true';
  gm.geomap = app;
  return app;
}
