// The frame of passlock-dictionary.mjs: reads the texts that a page has of its own; loaded by the pages that have some.

// @texts
// @sources names.js lock_texts.js dictionary.js
