/** The name of the database that holds a book's safety copies: never the one of the live book. */
export const safetyDatabaseName = (bookId: string) => `nightsafe-safety-${bookId}`
