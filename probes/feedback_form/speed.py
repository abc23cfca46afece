"""How fast the page was for a visitor: read from the browser's own clock, in milliseconds."""

SPEED = """() => new Promise((tell) => {
  const nav = performance.getEntriesByType("navigation")[0];
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  const ms = (v) => (v > 0 ? Math.round(v) : null);
  const told = { ttfb_ms: nav ? ms(nav.responseStart) : null, ready_ms: nav ? ms(nav.domContentLoadedEventEnd) : null,
    load_ms: nav ? ms(nav.loadEventEnd) : null, paint_ms: paint ? ms(paint.startTime) : null, largest_paint_ms: null };
  // the largest paint is only told to an observer, never listed
  new PerformanceObserver((list) => {
    const last = list.getEntries().at(-1);
    tell({ ...told, largest_paint_ms: last ? ms(last.startTime) : null });
  }).observe({ type: "largest-contentful-paint", buffered: true });
  setTimeout(() => tell(told), 100);
})"""
