/** How long the browser may take to answer; Firefox may never settle while its question stands. */
const PATIENCE_MS = 5_000

/** Asks the browser to keep this origin's storage when space runs low. False when it will not, cannot, or does not say. */
export async function askPersistence(): Promise<boolean> {
  if (!navigator.storage?.persist) return false
  const silence = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), PATIENCE_MS))
  return Promise.race([navigator.storage.persist(), silence])
}
