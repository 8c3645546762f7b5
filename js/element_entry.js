// The frame of passlock-element.js: <pass-lock> for passlock.js, which loads it where it is wanted and hands in its own.
export default function ({ OwnPlace, Passlock, adoptStyles }) {
  // @sources names.js errors.js element.js

  return define;
}
