// Words: all texts of the page's own come from here, in the language that was chosen for it.

let WORDS = {};
let LOCALE = 'en-GB';
let PLURAL = null;
// Made once: a new formatter for each number would take longer than all the rest of the page.
let FORMATS = {};
// Countries' codes by the gazetteer's names, and the browser's names for them in the reader's language.
let CODES = {};
let REGIONS = null;

// Digits are Western in every language, so that list, map and downloads look alike.
const LOCALES = {en: 'en-GB', ar: 'ar-u-nu-latn'};

function useWords({language, words, countries}) {
  CODES = countries || {};
  REGIONS = new Intl.DisplayNames([LOCALES[language] || language], {type: 'region', fallback: 'none'});
  WORDS = words;
  LOCALE = LOCALES[language] || language;
  PLURAL = new Intl.PluralRules(LOCALE);
  const date = (month) => new Intl.DateTimeFormat(LOCALE, {day: 'numeric', month, year: 'numeric', timeZone: 'UTC'});
  FORMATS = {number: new Intl.NumberFormat(LOCALE), long: date('long'), short: date('short')};
}

function formOf(key, n) {
  const text = WORDS[key];
  if (typeof text === 'string') return text;
  return text[PLURAL.select(n)] || text.other;
}

// The text as a list of strings and of the values that fill its slots, which may be nodes.
function sayParts(key, values = {}) {
  return formOf(key, values.n).split(/(\{\w+\})/).filter(Boolean).map((piece) => {
    const slot = /^\{(\w+)\}$/.exec(piece);
    if (!slot || values[slot[1]] === undefined) return piece;
    const value = values[slot[1]];
    return typeof value === 'number' ? numberText(value) : value;
  });
}

function say(key, values) {
  return sayParts(key, values).join('');
}

function numberText(number) {
  return FORMATS.number.format(number);
}

function percentText(number) {
  return say('percent', {n: number});
}

function kindText(kind) {
  return WORDS.kinds[kind] || kind;
}

// Which of the user's own places it is one of; nothing for a place of a public source.
function ownText(id) {
  const own = /^own-([^:]+):/.exec(id);
  return own ? say('own_place', {name: own[1]}) : '';
}

// A country's name for the reader; what is no country's name stays as it is.
function countryText(name) {
  const code = Object.hasOwn(CODES, name) ? CODES[name] : '';
  return (/^[A-Z]{2}$/.test(code) && REGIONS.of(code)) || name;
}

// "Nineveh, Iraq" with the country's name for the reader.
function whereText(where) {
  const cut = where.lastIndexOf(', ') + 1;
  return cut ? `${where.slice(0, cut)} ${countryText(where.slice(cut + 1))}` : countryText(where);
}

function distanceText(metres) {
  if (metres < 1000) return say('metres', {n: Math.round(metres)});
  return say('kilometres', {n: metres >= 10000 ? Math.round(metres / 1000) : Math.round(metres / 100) / 10});
}

// A date as readers write it; what is not a whole date stays as it was given.
function dateText(published) {
  const match = /^(\d{4})-(\d\d)-(\d\d)/.exec(published || '');
  if (!match) return published || '';
  const time = new Date(Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])));
  if (time.getUTCMonth() !== Number(match[2]) - 1) return published;
  return FORMATS.long.format(time);
}

// A day as counted by dayOf, short.
function dayText(day) {
  return FORMATS.short.format(new Date(day * 86400000));
}
