/**
 * The key of tables that are made here. AUTOINCREMENT, so that the number of a deleted record is never given to another
 * one: records are known by it in every backup, and bringing one in must not land on a stranger.
 */
export const KEY_FIELD_SQL = '"id" INTEGER PRIMARY KEY AUTOINCREMENT'
