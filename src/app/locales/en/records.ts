/** The words of the area: records. */
export const records = {}
