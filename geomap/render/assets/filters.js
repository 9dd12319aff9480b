// A filter says which mentions count now; a place is shown when one of its mentions does.

function noFilter() {
  return {text: '', states: new Set(['sure', 'likely', 'ambiguous']), country: '', kind: '', role: '', source: '',
    least: 0, from: null, to: null};
}

function narrowsMentions(filter) {
  return filter.role || filter.source || filter.least > 0 || filter.from !== null || filter.to !== null;
}

function mentionPasses(mention, filter) {
  if (filter.role && mention.role !== filter.role && !(filter.role === 'demonym' && mention.kind === 'demonym')) return false;
  if (filter.source && mention.document.source !== filter.source) return false;
  if (filter.least > 0 && mention.confidence !== null && mention.confidence < filter.least) return false;
  const day = mention.document.day;
  if (filter.from !== null && (day === null || day < filter.from)) return false;
  if (filter.to !== null && (day === null || day > filter.to)) return false;
  return true;
}

// Sets each place's counted mentions and gives the places that are left.
function filtered(atlas, filter) {
  const narrow = narrowsMentions(filter);
  const text = filter.text.trim().toLowerCase();
  return atlas.places.filter((place) => {
    place.mentions = narrow ? place.all.filter((mention) => mentionPasses(mention, filter)) : place.all;
    if (!place.mentions.length) return false;
    if (!filter.states.has(place.state)) return false;
    if (filter.country && place.country !== filter.country) return false;
    if (filter.kind && place.kind !== filter.kind) return false;
    return !text || haystack(place).includes(text);
  });
}

function filterPanel(app) {
  const {atlas, filter} = app;
  const changed = () => app.refresh();
  const rows = [];
  const choice = (label, key, values) => {
    if (values.length < 2) return;
    const select = el('select', {'aria-label': label, on: {change: () => {
      filter[key] = select.value;
      changed();
    }}}, el('option', {value: '', text: label}), values.map(([value, text]) => el('option', {value, text})));
    rows.push(select);
  };
  const counted = (values) => {
    const counts = new Map();
    for (const value of values) if (value) counts.set(value, (counts.get(value) || 0) + 1);
    return [...counts.entries()].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  };
  const countryNames = new Map();
  for (const place of atlas.places) {
    if (place.country) countryNames.set(place.country, place.draw === 'country' ? place.name : place.where.split(', ').pop() || place.country);
  }
  choice(say('all_countries'), 'country', counted(atlas.places.map((place) => place.country))
    .map(([code]) => [code, countryNames.get(code) || code]));
  choice(say('all_kinds'), 'kind', counted(atlas.places.map((place) => place.kind)).map(([kind]) => [kind, kindText(kind)]));
  choice(say('all_roles'), 'role', counted(atlas.mentions.map((mention) => (mention.kind === 'demonym' ? 'demonym' : mention.role)))
    .map(([role]) => [role, say(`role_${role}`)]));
  choice(say('all_sources'), 'source', counted(atlas.documents.map((document) => document.source)).map(([source]) => [source, source]));
  if (atlas.mentions.some((mention) => mention.confidence !== null && mention.confidence < 95)) {
    const output = el('output', {text: say('any')});
    const slider = el('input', {type: 'range', min: 0, max: 95, step: 5, value: 0, 'aria-label': say('least_confidence'),
      on: {input: () => {
        filter.least = Number(slider.value);
        output.textContent = filter.least ? say('at_least', {percent: percentText(filter.least)}) : say('any');
        changed();
      }}});
    rows.push(el('label', {class: 'gm-slider'}, say('confidence'), ' ', slider, output));
  }
  if (!rows.length) return null;
  return el('details', {class: 'gm-filters'}, el('summary', {text: say('filters')}), el('div', {class: 'gm-filterbox'}, rows));
}
