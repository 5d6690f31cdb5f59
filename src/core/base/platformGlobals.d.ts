/**
 * The few globals that every JavaScript platform has (browsers, workers, Node) and that the core may use
 * although its compiler settings know neither the DOM nor Node. https://common-min-api.proposal.wintertc.org
 */
declare class TextEncoder {
  encode(text?: string): Uint8Array
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean })
  decode(bytes?: Uint8Array, options?: { stream?: boolean }): string
}
