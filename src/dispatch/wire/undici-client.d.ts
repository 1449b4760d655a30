/** The one part of undici that is loaded: the whole package takes four times as long to start. */
declare module 'undici/lib/dispatcher/client.js' {
  import type { Client } from 'undici';
  const client: typeof Client;
  export default client;
}
