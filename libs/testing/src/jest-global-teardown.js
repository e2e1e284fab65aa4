/** Ends what jest-global-setup.js started. */
export default async function tearDown() {
  await globalThis.trellisTestServer?.stop();
}
