/** The value of one IndexedDB request. */
export function requestValue<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new DOMException('the request failed', 'UnknownError'))
  })
}

/** Resolves when the transaction has completed: a request's success alone says nothing. */
export function transactionDone(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error ?? new DOMException('the transaction was aborted', 'AbortError'))
  })
}

/** Aborts a transaction; one that has ended already stays as it is. */
export function abortTransaction(transaction: IDBTransaction): void {
  try {
    transaction.abort()
  } catch (error) {
    if (!(error instanceof DOMException) || error.name !== 'InvalidStateError') throw error
  }
}

/** One IndexedDB database, opened when it is needed. */
export interface IdbDatabase {
  /** The open connection; null while there is none. */
  readonly connection: IDBDatabase | null
  /** Opens it, and makes it when it does not exist and `create` is asked for; null when it does not exist. */
  open(create: boolean): Promise<IDBDatabase | null>
  close(): void
  destroy(): Promise<void>
}

/**
 * A database of one version, whose stores `upgrade` makes. A connection that the browser closes (site data cleared), or
 * that stands in the way of a deletion, is let go of; the next use opens a new one.
 */
export function createIdbDatabase(factory: IDBFactory, name: string, upgrade: (database: IDBDatabase) => void): IdbDatabase {
  let connection: IDBDatabase | null = null
  let opening: Promise<IDBDatabase | null> | null = null

  function close(): void {
    connection?.close()
    connection = null
  }

  async function openNow(create: boolean): Promise<IDBDatabase | null> {
    const request = factory.open(name, 1)
    let isMissing = false
    request.onupgradeneeded = () => {
      if (create) upgrade(request.result)
      else {
        // reading must not leave an empty database behind
        isMissing = true
        request.transaction?.abort()
      }
    }
    try {
      const opened = await requestValue(request)
      opened.onclose = () => (connection = null)
      opened.onversionchange = () => close()
      return (connection = opened)
    } catch (error) {
      if (isMissing) return null
      throw error
    }
  }

  return {
    get connection() {
      return connection
    },
    async open(create) {
      if (connection) return connection
      while (opening) await opening.catch(() => null)
      if (connection) return connection
      opening = openNow(create)
      try {
        return await opening
      } finally {
        opening = null
      }
    },
    close,
    async destroy() {
      close()
      await requestValue(factory.deleteDatabase(name))
    },
  }
}
