// The atlas is the payload as objects that know each other: places, mentions, documents.

const KINDS = {t: 'toponym', d: 'demonym', c: 'coordinate'};
const ROLES = {'-': '', l: 'literal', m: 'metonymic', o: 'modifier', e: 'embedded', d: 'dateline'};
const STATES = {r: 'resolved', a: 'ambiguous', n: 'not_found'};

// Another candidate for a name: a row of the payload.
function otherOf([id, n, where, kind, pr, y, x, area]) {
  return {id, n, where: whereText(where || ''), kind, pr, y: y === null ? undefined : y, x: x === null ? undefined : x, area: area || 0};
}

function readAtlas(payload) {
  const documents = payload.documents.map((entry, number) => ({
    number,
    id: entry.id,
    text: entry.text,
    title: entry.title || '',
    source: entry.source || '',
    published: entry.published || '',
    language: entry.language || '',
    digest: entry.digest || '',
    cuts: entry.cuts || [[0, 0]],
    footprints: entry.footprints || [],
    day: dayOf(entry.published),
    mentions: [],
  }));
  const places = payload.places.map((entry, number) => ({
    number,
    id: entry.id,
    name: entry.draw === 'country' ? countryText(entry.n) : entry.n,
    official: entry.on || (entry.draw === 'country' && countryText(entry.n) !== entry.n ? entry.n : ''),
    kind: entry.kind,
    where: whereText(entry.where || ''),
    country: entry.cc || '',
    state: entry.state || 'sure',
    draw: entry.draw || 'point',
    shape: entry.g || '',
    box: entry.box || null,
    radius: entry.rad || 0,
    vague: Boolean(entry.vague),
    isWide: Boolean(entry.wide) || (entry.draw === 'box' && entry.box[2] - entry.box[0] > 25),
    latitude: entry.y === undefined ? null : entry.y,
    longitude: entry.x === undefined ? null : entry.x,
    labelAt: entry.lx === undefined ? null : [entry.ly, entry.lx],
    confidence: entry.c === undefined ? null : entry.c,
    salience: entry.sal === undefined ? null : entry.sal,
    population: entry.pop || null,
    uncertainty: entry.u || 0,
    alternatives: (entry.alt || []).map(otherOf),
    choices: (entry.more || []).map(otherOf),
    fixed: 0,
    reasons: (entry.why || []).map((number) => payload.reasons[number]),
    all: [],
    mentions: [],
    haystack: null,
  }));
  const columns = payload.mentions;
  const mentions = [];
  documents.forEach((document, index) => {
    let start = 0;
    for (let count = columns.n[index]; count > 0; count -= 1) {
      const number = mentions.length;
      start += columns.s[number];
      const end = start + columns.e[number];
      const mention = {
        number,
        document,
        start,
        end,
        from: start - columns.a[number],
        to: end + columns.b[number],
        kind: KINDS[columns.k[number]],
        role: ROLES[columns.r[number]],
        state: STATES[columns.t[number]],
        confidence: columns.c[number] < 0 ? null : columns.c[number],
        place: columns.p[number] < 0 ? null : places[columns.p[number]],
        ruled: columns.d && columns.d[number] !== '-' ? columns.d[number] : '',
        isRejected: false,
        change: null,
        origin: null,
      };
      mentions.push(mention);
      document.mentions.push(mention);
      if (mention.place) {
        mention.place.all.push(mention);
        if (mention.ruled === 'd') mention.place.fixed += 1;
      }
    }
  });
  for (const place of places) place.mentions = place.all;
  return {
    documents,
    places,
    numbered: places,
    mentions,
    unresolved: mentions.filter((mention) => !mention.place),
    most: largest(places.filter((place) => place.draw === 'point')),
    mostArea: largest(places.filter((place) => place.draw !== 'point')),
  };
}

function largest(places) {
  return places.reduce((most, place) => Math.max(most, place.all.length), 1);
}

// Days since 1970, or null when the date cannot be read.
function dayOf(published) {
  const match = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?/.exec(published || '');
  if (!match) return null;
  const time = Date.UTC(Number(match[1]), Number(match[2] || 1) - 1, Number(match[3] || 1));
  return Number.isNaN(time) ? null : Math.floor(time / 86400000);
}

function mentionText(mention) {
  return mention.document.text.slice(mention.start, mention.end);
}

// The sentence of a mention as nodes, the name marked, dots where it was cut.
function snippetNodes(mention) {
  const text = mention.document.text;
  const before = text.slice(mention.from, mention.start);
  const after = text.slice(mention.end, mention.to);
  const cut = (position, step) => /[\p{L}\p{N},]\s?$/u.test(text.slice(Math.max(0, position - 2), position)) && step;
  return [
    cut(mention.from, true) ? '… ' : '',
    before.replace(/\s+/g, ' '),
    el('mark', {text: mentionText(mention)}),
    after.replace(/\s+/g, ' '),
    mention.to < text.length && !/[.!?…。！？؟۔।"'”’»)\]\n]\s?$/u.test(text.slice(0, mention.to).slice(-2)) ? ' …' : '',
  ];
}

// What a search looks through: the name, where it is, and all its sentences.
function haystack(place) {
  if (place.haystack === null) {
    const sentences = place.all.map((mention) => mention.document.text.slice(mention.from, mention.to));
    place.haystack = [place.name, place.official, place.where, kindText(place.kind), ...new Set(sentences)].join('\n').toLowerCase();
  }
  return place.haystack;
}
