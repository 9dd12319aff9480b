// A deep link opens a place: the part after # in the address names it.

function makeLinks(app) {
  if (app.isFragment) return {write() {}, read: () => null};
  return {
    write(place) {
      const wanted = place ? `#p=${encodeURIComponent(place.id)}` : '';
      if (window.location.hash === wanted) return;
      try {
        window.history.replaceState(null, '', wanted || window.location.pathname + window.location.search);
      } catch {
        // A frame without an address of its own cannot keep one.
      }
    },
    read() {
      const match = /^#p=(.+)$/.exec(window.location.hash);
      if (!match) return null;
      let id = '';
      try {
        id = decodeURIComponent(match[1]);
      } catch {
        return null;
      }
      return app.atlas.places.find((place) => place.id === id) || null;
    },
  };
}
