// A page that draws its own and wants nothing of the lock.
import { PasslockClient } from "passlock";

globalThis.client = new PasslockClient({ clientId: "demo", domain: "127.0.0.1:4000" });
