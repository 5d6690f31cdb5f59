/** What a book can begin with: data that is fetched when a book is begun. */
export { createFromTemplate } from '../../core/book/templates/createFromTemplate'
export { findTemplate } from '../../core/book/templates/listTemplates'
