/** Ends what jest-setup.js started. */
export default async function tearDown() {
  await globalThis.trellisTestServer?.stop();
}
