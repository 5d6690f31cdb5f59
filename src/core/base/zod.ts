import { z } from 'zod'

// zod would otherwise try out `new Function`, which the content policy forbids and reports
z.config({ jitless: true })

export { z }
