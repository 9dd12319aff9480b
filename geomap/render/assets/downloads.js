// Downloads: the shown places as GeoJSON or CSV and the picture, made in the page.

function geojsonOf(app) {
  return {
    type: 'FeatureCollection',
    features: app.shown.map((place) => ({
      type: 'Feature',
      id: place.id,
      geometry: geometryOf(place),
      properties: {name: place.name, kind: place.kind, in: place.where, country_code: place.country, mentions: place.mentions.length,
        state: place.state, confidence: place.confidence === null ? null : place.confidence / 100,
        sentences: distinct(place.mentions).slice(0, 20).map((mention) => mention.document.text.slice(mention.from, mention.to))},
    })),
  };
}

function geometryOf(place) {
  if (place.draw === 'line') {
    return {type: 'MultiLineString', coordinates: toLatLngs(decodeShape(place.shape, 1000)).map((line) => line.map(([y, x]) => [x, y]))};
  }
  return place.latitude === null ? null : {type: 'Point', coordinates: [place.longitude, place.latitude]};
}

function csvOf(app) {
  // A cell that a spreadsheet would take for a formula gets an apostrophe.
  const cell = (value) => {
    let text = value === null || value === undefined ? '' : String(value);
    if (typeof value === 'string' && /^[=+\-@\t\r]/.test(text)) text = `'${text}`;
    return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  };
  const rows = [['id', 'name', 'kind', 'in', 'country_code', 'latitude', 'longitude', 'mentions', 'state', 'confidence']];
  for (const place of app.shown) {
    rows.push([place.id, place.name, place.kind, place.where, place.country, place.latitude, place.longitude, place.mentions.length,
      place.state, place.confidence === null ? null : place.confidence / 100]);
  }
  return `\ufeff${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

function offer(name, type, content) {
  const address = URL.createObjectURL(new Blob([content], {type}));
  const anchor = el('a', {href: address, download: name});
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 2000);
}

function makeDownloads(app, controls) {
  if (!app.atlas.places.length) return null;
  const entry = (label, handler) => el('button', {type: 'button', text: label, on: {click: () => {
    handler();
    menu.open = false;
  }}});
  const menu = el('details', {class: 'gm-menu'}, el('summary', {class: 'gm-tool', title: say('download')}, icon('M10 3v9M6 9l4 4 4-4M4 16h12', say('download'))),
    el('div', {class: 'gm-menubox'},
      entry(say('save_geojson'), () => offer('places.geojson', 'application/geo+json', JSON.stringify(geojsonOf(app)))),
      entry(say('save_csv'), () => offer('places.csv', 'text/csv', csvOf(app))),
      entry(say('save_svg'), () => offer('map.svg', 'image/svg+xml', pictureOf(app).text)),
      entry(say('save_png'), () => pngOf(pictureOf(app), (blob) => blob && offer('map.png', 'image/png', blob)))));
  controls.tools.prepend(menu);
  return menu;
}
