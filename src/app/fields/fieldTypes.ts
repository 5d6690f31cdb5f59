import type { FieldKind } from '../../core/book/bookDescription'
import { choiceField } from './choiceField'
import { dateField } from './dateField'
import { dateTimeField } from './dateTimeField'
import { decimalField } from './decimalField'
import type { FieldType } from './fieldType'
import { fileField } from './fileField'
import { longTextField } from './longTextField'
import { moneyField } from './moneyField'
import { referenceField } from './referenceField'
import { textField } from './textField'
import { wholeNumberField } from './wholeNumberField'
import { yesNoField } from './yesNoField'

/** The module of each kind of field. */
export const fieldTypes: Record<FieldKind, FieldType> = {
  text: textField,
  'long-text': longTextField,
  'whole-number': wholeNumberField,
  decimal: decimalField,
  money: moneyField,
  date: dateField,
  'date-time': dateTimeField,
  'yes-no': yesNoField,
  choice: choiceField,
  reference: referenceField,
  file: fileField,
}
