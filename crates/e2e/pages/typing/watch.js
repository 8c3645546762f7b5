// Watches what typing costs: `watched` has long tasks, and events that took longer than a frame, since `watch()`.

function watch() {
  globalThis.watched = { longTasks: [], events: [] };
  observe({ type: "longtask" }, ({ duration }) => watched.longTasks.push(duration));
  observe({ type: "event", durationThreshold: 16 }, ({ name, duration, processingStart, processingEnd }) =>
    watched.events.push({ name, duration, processing: processingEnd - processingStart }));
}

function observe(options, onentry) {
  new PerformanceObserver((list) => list.getEntries().forEach(onentry)).observe(options);
}
