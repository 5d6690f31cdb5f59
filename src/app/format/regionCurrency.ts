const EURO = 'AT BE BG HR CY EE FI FR DE GR IE IT LV LT LU MT NL PT SK SI ES AD MC ME SM VA XK'
const OTHERS = `AE:AED AR:ARS AU:AUD BD:BDT BO:BOB BR:BRL CA:CAD CH:CHF CL:CLP CN:CNY CO:COP CR:CRC CZ:CZK DK:DKK DO:DOP DZ:DZD EC:USD EG:EGP
ET:ETB GB:GBP GE:GEL GH:GHS GT:GTQ HK:HKD HU:HUF ID:IDR IL:ILS IN:INR IQ:IQD IR:IRR IS:ISK JM:JMD JO:JOD JP:JPY KE:KES KR:KRW KW:KWD KZ:KZT
LB:LBP LI:CHF LK:LKR MA:MAD MM:MMK MX:MXN MY:MYR NG:NGN NO:NOK NP:NPR NZ:NZD OM:OMR PA:PAB PE:PEN PH:PHP PK:PKR PL:PLN PY:PYG QA:QAR RO:RON RS:RSD
RU:RUB RW:RWF SA:SAR SE:SEK SG:SGD SV:USD TH:THB TN:TND TR:TRY TW:TWD TZ:TZS UA:UAH UG:UGX US:USD UY:UYU UZ:UZS VE:VES VN:VND ZA:ZAR ZM:ZMW`

const CURRENCY_OF = new Map<string, string>([
  ...EURO.split(' ').map((region) => [region, 'EUR'] as const),
  ...OTHERS.split(/\s+/).map((pair) => [pair.slice(0, 2), pair.slice(3)] as const),
])

/**
 * The currency (ISO 4217) that people with these language tags most likely keep their books in, by the region of the
 * first tag that tells one; Intl knows regions and currencies but not which belong together. EUR where nothing is known.
 */
export function regionCurrency(languages: readonly string[]): string {
  for (const language of languages) {
    const { region } = new Intl.Locale(language)
    const currency = region && CURRENCY_OF.get(region)
    if (currency) return currency
  }
  const [first] = languages
  const region = first && new Intl.Locale(first).maximize().region
  return (region && CURRENCY_OF.get(region)) || 'EUR'
}
