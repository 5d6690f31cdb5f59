const MAX_QUESTIONS = 20
const keyOf = (bookId: string) => `nightsafe-sql-${bookId}`

/** The questions that were asked of a book on this device, the newest first; none where the browser keeps nothing. */
export function readQuestions(bookId: string): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(bookId)) ?? '[]')
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : []
  } catch (error) {
    console.warn('earlier questions cannot be read', error)
    return []
  }
}

/** Remembers a question as the newest; gives them all. */
export function rememberQuestion(bookId: string, question: string): string[] {
  const questions = [question, ...readQuestions(bookId).filter((one) => one !== question)].slice(0, MAX_QUESTIONS)
  try {
    localStorage.setItem(keyOf(bookId), JSON.stringify(questions))
  } catch (error) {
    console.warn('the question is not remembered', error)
  }
  return questions
}

/** Forgets them. */
export function forgetQuestions(bookId: string): void {
  try {
    localStorage.removeItem(keyOf(bookId))
  } catch (error) {
    console.warn('earlier questions cannot be forgotten', error)
  }
}
