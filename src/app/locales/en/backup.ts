/** The words of the area: backup. */
export const backup = {}
