// The timeline counts mentions by date; a range of it filters list and map together.

const BARS = 60;

function makeTimeline(app) {
  const {atlas, parts, filter} = app;
  const days = atlas.mentions.filter((mention) => mention.place && mention.document.day !== null).map((mention) => mention.document.day);
  if (new Set(days).size < 3) return null;
  const [first, last] = [days.reduce((a, b) => Math.min(a, b)), days.reduce((a, b) => Math.max(a, b))];
  const width = Math.max(1, Math.ceil((last - first + 1) / BARS));
  const bars = new Array(Math.ceil((last - first + 1) / width)).fill(0);
  for (const day of days) bars[Math.floor((day - first) / width)] += 1;
  const highest = Math.max(...bars);
  const drawing = svg('svg', {viewBox: `0 0 ${bars.length * 10} 40`, preserveAspectRatio: 'none', class: 'gm-bars', 'aria-hidden': 'true'},
    bars.map((count, index) => svg('rect', {x: index * 10 + 1, width: 8, y: 40 - (38 * count) / highest, height: (38 * count) / highest})));
  const range = (label, value) => el('input', {type: 'range', min: 0, max: bars.length - 1, value, 'aria-label': label, on: {input: () => changed()}});
  const [from, to] = [range(say('from_date'), 0), range(say('to_date'), bars.length - 1)];
  const label = el('span', {class: 'gm-meta', role: 'status'});
  let timer = 0;
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    play.setAttribute('aria-pressed', 'false');
  };
  const play = el('button', {type: 'button', class: 'gm-tool', 'aria-pressed': 'false', on: {click: () => {
    if (timer) {
      stop();
      return;
    }
    play.setAttribute('aria-pressed', 'true');
    if (Number(to.value) >= bars.length - 1) to.value = from.value;
    timer = setInterval(() => {
      to.value = Number(to.value) + 1;
      changed(true);
      if (Number(to.value) >= bars.length - 1) stop();
    }, 500);
  }}}, icon('M6 4l10 6-10 6z', say('play')));

  const changed = (isPlaying) => {
    if (!isPlaying && timer) stop();
    const [low, high] = [Math.min(Number(from.value), Number(to.value)), Math.max(Number(from.value), Number(to.value))];
    const all = low === 0 && high === bars.length - 1;
    filter.from = all ? null : first + low * width;
    filter.to = all ? null : first + (high + 1) * width - 1;
    [...drawing.children].forEach((bar, index) => bar.classList.toggle('gm-off', index < low || index > high));
    label.textContent = say('dates', {from: dayText(first + low * width), to: dayText(Math.min(last, first + (high + 1) * width - 1))});
    app.refresh();
  };
  label.textContent = say('dates', {from: dayText(first), to: dayText(last)});
  append(parts.time, [play, el('div', {class: 'gm-histogram'}, drawing, el('div', {class: 'gm-ranges'}, from, to)), label]);
  parts.time.hidden = false;
  return {from, to};
}
