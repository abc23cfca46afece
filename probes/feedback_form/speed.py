"""How fast the page was for a visitor: read from the browser's own clock, in milliseconds."""

SPEED = """() => {
  const nav = performance.getEntriesByType("navigation")[0];
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  const ms = (v) => (v > 0 ? Math.round(v) : null);
  return { ttfb_ms: nav ? ms(nav.responseStart) : null, ready_ms: nav ? ms(nav.domContentLoadedEventEnd) : null,
    load_ms: nav ? ms(nav.loadEventEnd) : null, paint_ms: paint ? ms(paint.startTime) : null };
}"""
