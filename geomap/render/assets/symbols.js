// A symbol stands for one settlement or site; its area grows with the mentions. Many are clustered.

// From this many symbols on, or when this many lie on others in the first view, they are clustered.
const CLUSTER_FROM = 250;
const CLUSTER_CROWD = 14;
const LARGEST_RADIUS = 22;
// Up to this many symbols come and go one by one; more are clustered anew, which takes as long as some hundreds.
const FEW = 200;

function radiusOf(count, most) {
  const unit = Math.min(6.5, LARGEST_RADIUS / Math.sqrt(most));
  return Math.max(4, unit * Math.sqrt(count));
}

function makeSymbols(app) {
  const {L, map, atlas} = app;
  const pane = map.createPane('gm-symbols');
  pane.style.zIndex = 620;
  const many = isCrowded(app);
  let grouped = new Set();
  let isLoading = false;
  const group = many ? L.markerClusterGroup({
    maxClusterRadius: (zoom) => (zoom >= map.getMaxZoom() - 1 ? 12 : 42),
    showCoverageOnHover: false,
    spiderfyOnMaxZoom: true,
    zoomToBoundsOnClick: true,
    animate: !calm(),
    chunkedLoading: true,
    chunkInterval: 60,
    chunkProgress: (done, all) => { isLoading = done < all; },
    clusterPane: 'gm-symbols',
    iconCreateFunction: (cluster) => clusterIcon(L, cluster),
  }) : L.layerGroup();
  group.addTo(map);
  const markers = new Map();
  const visible = new Set();

  const PlaceIcon = L.Icon.extend({
    createIcon(old) {
      const {place} = this.options;
      const radius = radiusOf(place.mentions.length || 1, atlas.most);
      const size = Math.max(24, Math.ceil(radius * 2 + 4));
      const node = old || document.createElement('div');
      node.textContent = '';
      node.className = `gm-pin gm-${place.state}${isFaint(place) ? ' gm-faint' : ''}${place.fixed ? ' gm-fixed' : ''}${app.selected === place ? ' gm-chosen' : ''}`;
      node.append(el('span', {class: 'gm-dot', style: {width: `${radius * 2}px`, height: `${radius * 2}px`}}));
      node.style.width = `${size}px`;
      node.style.height = `${size}px`;
      node.style.marginLeft = `${-size / 2}px`;
      node.style.marginTop = `${-size / 2}px`;
      node.setAttribute('aria-label', placeLabel(place));
      node.setAttribute('title', '');
      return node;
    },
    createShadow: () => null,
  });

  const markerOf = (place) => {
    let marker = markers.get(place);
    if (!marker) {
      marker = L.marker(app.spot(place), {icon: new PlaceIcon({place}), pane: 'gm-symbols', keyboard: true, riseOnHover: true,
        zIndexOffset: -place.mentions.length});
      marker.gmPlace = place;
      marker.on('add', () => visible.add(marker));
      marker.on('remove', () => visible.delete(marker));
      marker.on('click', () => app.choose(place, {fly: false}));
      marker.on('keydown', (event) => {
        if (!['Enter', ' '].includes(event.originalEvent.key)) return;
        event.originalEvent.preventDefault();
        app.choose(place, {fly: false, focus: true});
      });
      marker.on('mouseover', () => app.light(place, true));
      marker.on('mouseout', () => app.light(place, false));
      markers.set(place, marker);
    }
    return marker;
  };

  // A few of thousands come or go: the clusters stay, and count anew.
  const changeFew = (wanted) => {
    const next = new Set(wanted);
    const gone = [...grouped].filter((marker) => !next.has(marker));
    const come = wanted.filter((marker) => !grouped.has(marker));
    if (!many || isLoading || !grouped.size || gone.length + come.length > FEW) return false;
    for (const marker of gone) group.removeLayer(marker);
    for (const marker of come) group.addLayer(marker);
    group.refreshClusters(wanted);
    return true;
  };

  return {
    show(places) {
      const wanted = places.filter((place) => place.draw === 'point').map(markerOf);
      if (!changeFew(wanted)) {
        group.clearLayers();
        // Big ones first, so that small ones lie above them.
        wanted.sort((a, b) => b.gmPlace.mentions.length - a.gmPlace.mentions.length);
        if (many) group.addLayers(wanted);
        else for (const marker of wanted) group.addLayer(marker);
      }
      grouped = new Set(wanted);
      for (const marker of wanted) if (marker._icon) marker.setIcon(marker.options.icon);
    },
    redraw(place) {
      const marker = markers.get(place);
      if (marker && marker._icon) marker.setIcon(marker.options.icon);
    },
    // The places whose own symbols stand on the map now, not in a cluster.
    visible: () => [...visible].filter((marker) => marker._icon).map((marker) => marker.gmPlace),
    reveal(place, done) {
      const marker = markers.get(place);
      if (many && marker && !marker._icon && group.hasLayer(marker)) group.zoomToShowLayer(marker, done);
      else done();
    },
    // Boxes in container pixels that labels must leave free.
    boxes() {
      const found = [];
      for (const marker of visible) {
        if (!marker._icon) continue;
        const point = map.latLngToContainerPoint(marker.getLatLng());
        const radius = radiusOf(marker.gmPlace.mentions.length || 1, atlas.most) + 1;
        found.push([point.x - radius, point.y - radius, point.x + radius, point.y + radius]);
      }
      if (many) {
        for (const node of pane.querySelectorAll('.gm-cluster')) {
          const position = L.DomUtil.getPosition(node);
          if (!position) continue;
          const point = map.layerPointToContainerPoint(position);
          const radius = node.offsetWidth / 2;
          found.push([point.x - radius, point.y - radius, point.x + radius, point.y + radius]);
        }
      }
      return found;
    },
  };
}

function isCrowded(app) {
  const points = app.atlas.places.filter((place) => place.draw === 'point');
  if (points.length > CLUSTER_FROM) return true;
  const spots = points.map((place) => ({...app.map.latLngToContainerPoint(app.spot(place)), radius: radiusOf(place.all.length, app.atlas.most)}));
  let crowd = 0;
  spots.forEach((a, index) => {
    for (let other = index + 1; other < spots.length; other += 1) {
      const b = spots[other];
      if (Math.hypot(a.x - b.x, a.y - b.y) < Math.max(a.radius, b.radius)) crowd += 1;
    }
  });
  return crowd >= CLUSTER_CROWD;
}

function isFaint(place) {
  return place.salience !== null && place.salience < 0.15;
}

function placeLabel(place) {
  return say('place_label', {place: [place.name, place.where].filter(Boolean).join(', '), mentions: say('mentions', {n: place.mentions.length}),
    state: `${say(place.state).toLowerCase()}${place.fixed ? `, ${say('fix_by_hand')}` : ''}`});
}

// A cluster shows the sum of mentions inside a ring that is parted by how sure they are.
function clusterIcon(L, cluster) {
  const counts = {sure: 0, likely: 0, ambiguous: 0};
  const children = cluster.getAllChildMarkers();
  for (const marker of children) counts[marker.gmPlace.state] += marker.gmPlace.mentions.length;
  const sum = counts.sure + counts.likely + counts.ambiguous;
  const radius = Math.min(24, 13 + Math.log2(sum + 1));
  const size = Math.ceil(radius * 2);
  const middle = size / 2;
  const ring = radius - 2.5;
  const length = 2 * Math.PI * ring;
  const drawing = svg('svg', {width: size, height: size, viewBox: `0 0 ${size} ${size}`, 'aria-hidden': 'true'},
    svg('circle', {cx: middle, cy: middle, r: radius - 1, class: 'gm-cluster-back'}));
  let turned = 0;
  for (const state of ['sure', 'likely', 'ambiguous']) {
    if (!counts[state]) continue;
    const share = (counts[state] / sum) * length;
    drawing.append(svg('circle', {cx: middle, cy: middle, r: ring, fill: 'none', class: `gm-ring-${state}`, 'stroke-width': 5,
      'stroke-dasharray': `${share} ${length - share}`, 'stroke-dashoffset': -turned, transform: `rotate(-90 ${middle} ${middle})`}));
    turned += share;
  }
  const text = svg('text', {x: middle, y: middle, 'text-anchor': 'middle', 'dominant-baseline': 'central', class: 'gm-cluster-sum'}, numberText(sum));
  drawing.append(text);
  const node = el('div', {class: 'gm-cluster-in', role: 'img', 'aria-label': say('cluster_label', {places: say('places', {n: children.length}), mentions: say('mentions', {n: sum})})}, drawing);
  return L.divIcon({html: node, className: 'gm-cluster', iconSize: [size, size]});
}
