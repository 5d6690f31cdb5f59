/** The name of the database that holds a book's safety copies: never the one of the live book. */
export const safetyDatabaseName = (bookId: string) => `nightsafe-safety-${bookId}`

/** The name of the database that holds copies of a book as restore points, where these are copies. */
export const pointsDatabaseName = (bookId: string) => `nightsafe-points-${bookId}`
