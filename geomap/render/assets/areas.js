// Areas and lines are drawn as what they are: provinces, regions, seas, rivers, and rings of doubt.

function makeAreas(app) {
  const {L, map, atlas} = app;
  const pane = map.createPane('gm-areas');
  pane.style.zIndex = 350;
  const renderer = L.canvas({pane: 'gm-areas', padding: 0.5, tolerance: 6});
  const drawn = new Map();
  const rings = L.layerGroup().addTo(map);
  const soft = L.layerGroup().addTo(map);
  const alternatives = L.layerGroup().addTo(map);

  const layerOf = (place) => {
    if (drawn.has(place)) return drawn.get(place);
    let layer = null;
    let shape = null;
    if (place.draw === 'area' || place.draw === 'line') {
      const found = decodeShape(place.shape, 1000).map((ring) => app.unrolled(ring));
      shape = {rings: found, bounds: boundsOf(found)};
      const points = toLatLngs(found);
      layer = place.draw === 'area'
        ? L.polygon(points, {renderer, smoothFactor: 0.7}) : L.polyline(points, {renderer, smoothFactor: 0.7});
    } else if (place.draw === 'box') {
      const [west, south, east, north] = place.box;
      shape = {rings: [[west, south, east, south, east, north, west, north, west, south]], bounds: place.box};
      layer = L.rectangle([[south, west], [north, east]], {renderer});
    } else if (place.draw === 'soft') {
      const [latitude, longitude] = app.spot(place);
      const reach = place.radius / 111320;
      shape = {rings: [], bounds: [longitude - reach, latitude - reach, longitude + reach, latitude + reach]};
      layer = L.circle([latitude, longitude], {renderer, radius: place.radius});
    }
    if (layer) {
      layer.on('click', (event) => {
        L.DomEvent.stopPropagation(event);
        app.choose(place, {fly: false, at: event.latlng});
      });
      layer.on('mouseover', () => app.light(place, true));
      layer.on('mouseout', () => app.light(place, false));
    }
    const entry = layer ? {layer, shape} : null;
    drawn.set(place, entry);
    return entry;
  };

  const styleOf = (place) => {
    const ink = app.colours();
    const chosen = app.selected === place || app.lit === place;
    const colour = ink[place.state];
    if (place.draw === 'line') return {color: place.kind === 'river' || place.kind === 'canal' ? ink.waterway : colour,
      weight: chosen ? 5 : 3, opacity: chosen ? 1 : 0.85, fill: false};
    // An ocean or a continent is named and outlined; filled it would drown the map. Waters have their shores:
    // of an ocean's own outline only the cuts through open water would show.
    if (place.isWide && !chosen && WATERS.has(place.kind)) return {stroke: false, fill: false};
    if (place.isWide && !chosen) return {color: colour, weight: 1, opacity: 0.4, dashArray: '1 4', fill: false};
    const share = tintShare(place.mentions.length, atlas.mostArea);
    const unsure = place.state === 'ambiguous' || place.vague || place.draw === 'soft' || place.draw === 'box';
    if (place.isWide) return {stroke: true, color: colour, weight: 1.5, opacity: 0.9, dashArray: '1 4', fill: true, fillColor: ink.tint, fillOpacity: 0.15};
    return {color: colour, weight: chosen ? 3 : 1.8, opacity: 0.95, dashArray: unsure ? '5 5' : null, fill: true,
      fillColor: ink.tint, fillOpacity: (unsure ? 0.18 : 0.35 + 0.3 * share) * (chosen ? 1.25 : 1)};
  };

  const ring = (place) => {
    const ink = app.colours();
    L.circle(app.spot(place), {renderer, radius: place.uncertainty, interactive: false, color: ink[place.state], weight: 1.3,
      dashArray: '4 4', fillColor: ink[place.state], fillOpacity: 0.1, opacity: 0.8}).addTo(rings);
  };

  const showRings = (places) => {
    rings.clearLayers();
    for (const place of places) {
      if (place.draw !== 'point' || !place.uncertainty) continue;
      if (place.state !== 'sure' || app.selected === place) ring(place);
    }
  };

  for (const document of atlas.documents) {
    for (const footprint of document.footprints) {
      const layer = L.polygon(toLatLngs(decodeShape(footprint.g, 1000).map((points) => app.unrolled(points))), {renderer, className: 'gm-footprint'});
      layer.gmWide = footprint.u > WIDE_M;
      layer.on('click', (event) => {
        L.DomEvent.stopPropagation(event);
        L.popup({maxWidth: 300}).setLatLng(event.latlng)
          .setContent(el('div', {class: 'gm-popup'}, el('p', {class: 'gm-quote', dir: 'auto', text: footprint.text}),
            el('p', {class: 'gm-meta'}, el('bdi', {lang: 'en', text: footprint.how}), ` · ±${distanceText(footprint.u)}`))).openOn(map);
      });
      layer.addTo(soft);
    }
  }

  return {
    styleOf,
    show(places) {
      const wanted = new Set(places);
      for (const [place, entry] of drawn) if (entry && !wanted.has(place)) entry.layer.remove();
      const order = places.map((place) => [place, layerOf(place)]).filter(([, entry]) => entry);
      order.sort(([a, first], [b, second]) => (a.draw === 'line') - (b.draw === 'line') || areaOf(second.shape) - areaOf(first.shape));
      for (const [place, entry] of order) entry.layer.setStyle(styleOf(place)).addTo(map).bringToFront();
      const ink = app.colours();
      for (const layer of soft.getLayers()) {
        // Half a country gets a breath of colour and no outline: nobody drew a line where its north ends.
        layer.setStyle({stroke: !layer.gmWide, color: ink.likely, weight: 1.2, dashArray: '2 5', fillColor: ink.likely, fillOpacity: layer.gmWide ? 0.06 : 0.18}).bringToFront();
      }
      for (const [place, entry] of order) if (place.draw === 'line') entry.layer.bringToFront();
      showRings(places);
    },
    restyle(place) {
      const entry = drawn.get(place);
      if (entry) entry.layer.setStyle(styleOf(place));
    },
    refreshRings: showRings,
    shape: (place) => (layerOf(place) || {}).shape || null,
    // Where else the name may be: hollow dashed spots joined to the place by thin lines.
    showAlternatives(place) {
      alternatives.clearLayers();
      if (!place) return;
      const ink = app.colours();
      for (const other of place.alternatives) {
        if (other.x === undefined) continue;
        const at = [other.y, other.x];
        if (place.latitude !== null) {
          L.polyline([app.spot(place), at], {renderer, interactive: false, color: ink.ambiguous, weight: 1, dashArray: '2 6', opacity: 0.7}).addTo(alternatives);
        }
        L.circleMarker(at, {renderer, interactive: false, radius: 7, color: ink.ambiguous, weight: 2, dashArray: '3 3', fillOpacity: 0.05}).addTo(alternatives);
      }
    },
  };
}

// Footprints vaguer than this are drawn without their outline.
const WIDE_M = 60000;
const WATERS = new Set(['ocean', 'sea', 'gulf', 'bay', 'channel', 'strait', 'water']);

function areaOf(shape) {
  const [west, south, east, north] = shape.bounds;
  return (east - west) * (north - south);
}
