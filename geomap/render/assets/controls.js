// Controls: theme, first view, full screen, scale, attribution, and the small map of where this is.

function makeControls(app) {
  const {L, map, parts} = app;
  // In a page that runs from right to left the controls stand on the other side.
  const corner = (name) => (app.isRightToLeft ? name.replace(/left|right/, (side) => (side === 'left' ? 'right' : 'left')) : name);
  L.control.zoom({position: corner('topleft'), zoomInTitle: say('zoom_in'), zoomOutTitle: say('zoom_out')}).addTo(map);
  scaleControl(L, corner('bottomleft')).addTo(map);

  const button = (path, label, handler) => el('button', {type: 'button', class: 'gm-tool', title: label, on: {click: handler}}, icon(path, label));
  const place = (node, position) => {
    const control = L.control({position: corner(position)});
    control.onAdd = () => {
      L.DomEvent.disableClickPropagation(node);
      L.DomEvent.disableScrollPropagation(node);
      return node;
    };
    control.addTo(map);
  };
  const full = button('M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4', say('full_screen'), () => {
    const current = app.root.fullscreenElement || document.fullscreenElement;
    if (current) document.exitFullscreen();
    else app.parts.gm.requestFullscreen().catch(() => full.setAttribute('disabled', ''));
  });
  const home = button('M3 10l7-6 7 6M5 9v8h10V9', say('first_view'), () => app.reset());
  place(el('div', {class: 'leaflet-bar gm-bar'}, document.fullscreenEnabled ? full : null, home), 'topleft');

  const legend = makeLegend(app);
  if (legend) place(legend, 'bottomleft');
  place(el('div', {class: 'gm-credit'}, link('Leaflet', 'https://leafletjs.com/'), ' | © ', link('GeoNames', 'https://www.geonames.org/'), ' CC BY 4.0 | ',
    link('Natural Earth', 'https://www.naturalearthdata.com/'),
    app.payload.ownCredit ? [' | ', el('bdi', {text: app.payload.ownCredit})] : ''), 'bottomright');
  // Places far from the others are outside the first view: the map says so and leads there.
  const away = app.atlas.places.filter((each) => each.draw === 'point' && !app.firstView.contains(app.spot(each)));
  if (away.length) {
    place(el('button', {type: 'button', class: 'gm-away', title: say('show_all'), text: say('elsewhere_short', {n: away.length}),
      on: {click: () => app.showAll()}}), 'topright');
  }

  const inset = makeInset(app, away);
  if (inset) place(inset.node, 'bottomright');

  const theme = button('M10 3a7 7 0 1 0 0 14zM10 3a7 7 0 0 1 0 14', say('theme'), () => {
    app.setTheme(app.isDark() ? 'light' : 'dark');
  });
  const tools = el('div', {class: 'gm-tools'}, theme);
  append(parts.head, [tools]);
  return {tools, inset, button, away};
}

// Leaflet's scale with our units.
function scaleControl(L, position) {
  const Scale = L.Control.Scale.extend({
    _updateMetric(most) {
      const metres = this._getRoundNum(most);
      this._updateScale(this._mScale, metres < 1000 ? say('metres', {n: metres}) : say('kilometres', {n: metres / 1000}), metres / most);
    },
    _updateImperial(most) {
      const feet = most * 3.2808399;
      const isMiles = feet > 5280;
      const round = this._getRoundNum(isMiles ? feet / 5280 : feet);
      this._updateScale(this._iScale, say(isMiles ? 'miles' : 'feet', {n: round}), round / (isMiles ? feet / 5280 : feet));
    },
  });
  return new Scale({position, maxWidth: 110});
}

// The inset: the first view's surroundings as a small picture with a frame for what the map shows, or as much of
// the world as it takes to show the places that lie elsewhere, as dots.
function makeInset(app, away) {
  const {map, payload} = app;
  if (!payload.base.world || !(payload.base.detail || away.length)) return null;
  const [width, height] = [118, 84];
  const canvas = el('canvas', {class: 'gm-inset', width: width * 2, height: height * 2, role: 'img',
    'aria-label': [say('inset'), away.length ? say('elsewhere_short', {n: away.length}) : ''].filter(Boolean).join(', ')});
  const [west, south, east, north] = payload.view.bounds;
  const mercator = (latitude) => (Math.log(Math.tan(Math.PI / 4 + (Math.max(-84, Math.min(84, latitude)) * Math.PI) / 360)) * 180) / Math.PI;
  const spots = away.map(app.spot);
  const reach = ([low, high], values) => [Math.min(low, ...values), Math.max(high, ...values)];
  const [left, right] = reach([west, east], spots.map(([, longitude]) => longitude));
  const [bottom, top] = reach([mercator(south), mercator(north)], spots.map(([latitude]) => mercator(latitude)));
  const x = (left + right) / 2;
  const middle = Math.max(mercator(-75), Math.min(mercator(75), (bottom + top) / 2));
  const near = Math.max(40, Math.min(170, (east - west) * 5));
  const span = spots.length ? Math.min(360, Math.max(near, (right - left) * 1.15, (top - bottom) * 1.15 * (width / height))) : near;
  const scale = (width * 2) / span;
  const px = (longitude) => width + (longitude - x) * scale;
  const py = (latitude) => height - (mercator(latitude) - middle) * scale;
  // Beyond the antimeridian the world begins again.
  const turns = [0, x + span / 2 > 180 ? 360 : null, x - span / 2 < -180 ? -360 : null].filter((turn) => turn !== null);
  const drawLand = (context, ink) => {
    for (const shape of app.basemap.countries) {
      if (app.basemap.detail && app.basemap.detail.countries.includes(shape)) continue;
      context.beginPath();
      for (const turn of turns) {
        for (const ring of shape.rings) {
          for (let index = 0; index < ring.length; index += 2) {
            if (index) context.lineTo(px(ring[index] + turn), py(ring[index + 1]));
            else context.moveTo(px(ring[0] + turn), py(ring[1]));
          }
          context.closePath();
        }
      }
      context.fillStyle = ink.land;
      context.strokeStyle = ink.border;
      context.lineWidth = 1;
      context.fill('evenodd');
      context.stroke();
    }
  };
  const draw = () => {
    const context = canvas.getContext('2d');
    const ink = app.colours();
    context.fillStyle = ink.sea;
    context.fillRect(0, 0, canvas.width, canvas.height);
    drawLand(context, ink);
    spots.forEach(([latitude, longitude], index) => {
      context.beginPath();
      context.arc(px(longitude), py(latitude), 6, 0, 2 * Math.PI);
      context.fillStyle = ink[away[index].state];
      context.strokeStyle = ink.land;
      context.lineWidth = 2;
      context.fill();
      context.stroke();
    });
    const bounds = map.getBounds();
    const corner = [px(bounds.getWest()), py(bounds.getNorth())];
    const [wide, tall] = [Math.max(6, px(bounds.getEast()) - corner[0]), Math.max(6, py(bounds.getSouth()) - corner[1])];
    context.strokeStyle = ink.accent;
    context.lineWidth = 3;
    context.strokeRect(...corner, wide, tall);
    canvas.classList.toggle('gm-hidden', wide > canvas.width * 0.8);
  };
  const size = map.getSize();
  if (size.x < 460 || size.y < 360) canvas.classList.add('gm-never');
  map.on('moveend', later(draw, 80));
  return {node: canvas, draw, at: (place) => [px(app.spot(place)[1]) / 2, py(app.spot(place)[0]) / 2]};
}
