// The element in JSX, as React 19 takes it.
import type {} from "passlock/react";
import { useRef } from "react";
import type { PasslockElement } from "passlock";

export function SignIn() {
  const lock = useRef<PasslockElement>(null);
  return (
    <>
      <pass-lock
        ref={lock}
        clientId="demo"
        domain="login.example.com"
        onlyCountries={["FR", "DE"]}
        auto-submit="false"
        modal
        className="lock"
        onpasslock-authenticated={(event) => console.log(event.detail.idToken)}
      >
        <img slot="logo" src="logo.svg" alt="" />
      </pass-lock>
      <button onClick={() => lock.current?.show()}>Sign in</button>
      {/* @ts-expect-error There is no such colour. */}
      <pass-lock theme="pink" />
    </>
  );
}
