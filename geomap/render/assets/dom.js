// Elements are made here. Text goes in as text only: nothing in these files parses HTML.

function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === 'on') for (const [type, handler] of Object.entries(value)) node.addEventListener(type, handler);
    else if (name === 'style') for (const [key, setting] of Object.entries(value)) node.style.setProperty(key, setting);
    else if (name === 'text') node.textContent = value;
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  append(node, children);
  return node;
}

function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return node;
}

const SVG = 'http://www.w3.org/2000/svg';

function svg(tag, attributes, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes || {})) node.setAttribute(name, String(value));
  return append(node, children);
}

function icon(path, label) {
  const drawing = svg('svg', {viewBox: '0 0 20 20', width: 16, height: 16, 'aria-hidden': 'true'},
    svg('path', {d: path, fill: 'none', stroke: 'currentColor', 'stroke-width': 1.8,
      'stroke-linecap': 'round', 'stroke-linejoin': 'round'}));
  return [drawing, el('span', {class: 'gm-hidden', text: label})];
}

// A link only to where a reader may be sent; anything else stays text.
function link(text, address) {
  let target = null;
  try {
    target = new URL(String(address).trim());
  } catch {
    target = null;
  }
  if (!target || !['http:', 'https:', 'mailto:'].includes(target.protocol)) return document.createTextNode(text);
  return el('a', {href: target.href, target: '_blank', rel: 'noopener noreferrer', text});
}

function isAddress(text) {
  return /^(https?:\/\/|mailto:)\S+$/i.test(String(text || '').trim());
}

// The source of a document: a link named by its host, or the words that were given.
function sourceNode(source) {
  if (!source) return null;
  if (!isAddress(source)) return el('bdi', {text: source});
  let label = source;
  try {
    const address = new URL(source.trim());
    label = address.hostname.replace(/^www\./, '') || source;
  } catch {
    return el('bdi', {text: source});
  }
  return link(label, source);
}

function later(handler, delay) {
  let timer = 0;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => handler(...values), delay);
  };
}

function calm() {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}
