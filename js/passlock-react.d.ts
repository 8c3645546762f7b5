// <pass-lock> in JSX, for React 19: `import type {} from "passlock/react"` once, anywhere.

import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type {
  PasslockElement,
  PasslockElementAttributes,
  PasslockElementEventMap,
  PasslockElementOptions,
} from "./passlock-element.js";

/** A listener for each event: `onpasslock-authenticated` and so on. */
type Listeners = {
  [Name in keyof PasslockElementEventMap as `on${Name}`]?: (event: PasslockElementEventMap[Name]) => void;
};

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "pass-lock": DetailedHTMLProps<HTMLAttributes<PasslockElement>, PasslockElement> &
        Omit<PasslockElementAttributes, keyof PasslockElementOptions> &
        PasslockElementOptions &
        Listeners;
    }
  }
}
