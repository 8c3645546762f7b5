// The frame of passlock-element.js: <pass-lock> for passlock.js, which loads it where it is wanted and hands in its own.
export default function ({ LOCK_EVENTS, LOCK_OPTIONS, OwnPlace, Passlock, adoptStyles, lockError }) {
  // @sources element.js

  return define;
}
