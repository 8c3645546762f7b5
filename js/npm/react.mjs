// Types only: `import type {} from "passlock/react"` teaches JSX what <pass-lock> is.
export {};
