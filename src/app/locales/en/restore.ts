/** The words of the area: restore. */
export const restore = {}
