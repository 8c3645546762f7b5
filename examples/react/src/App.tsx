import { useRef, useState } from "react";
import type { AuthResult, PasslockElement } from "passlock";
import type {} from "passlock/react";
import "passlock/define";

// The backend may be named in an .env file.
const { VITE_CLIENT_ID = "demo", VITE_DOMAIN = "127.0.0.1:4000" } = import.meta.env;

export function App() {
  const lock = useRef<PasslockElement>(null);
  const [person, setPerson] = useState<string | null>(null);
  const welcome = (event: CustomEvent<AuthResult>) => setPerson(event.detail.idTokenPayload?.name ?? "you");

  return (
    <main>
      <h1>{person ? `Welcome, ${person}` : "Hello"}</h1>
      {person ? (
        <button onClick={() => lock.current?.logout()}>Log out</button>
      ) : (
        <button onClick={() => lock.current?.show()}>Sign in</button>
      )}
      <pass-lock
        ref={lock}
        clientId={VITE_CLIENT_ID}
        domain={VITE_DOMAIN}
        appName="Example"
        modal
        autoclose
        onpasslock-authenticated={welcome}
        onpasslock-session-restored={welcome}
        onpasslock-logged-out={() => setPerson(null)}
      />
    </main>
  );
}
