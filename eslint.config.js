import boundaries from 'eslint-plugin-boundaries'
import vue from 'eslint-plugin-vue'
import vueAccessibility from 'eslint-plugin-vuejs-accessibility'
import { defineConfig, globalIgnores } from 'eslint/config'
import ts from 'typescript-eslint'
import vueParser from 'vue-eslint-parser'

const CODE = ['**/*.{ts,js,mjs,vue}']
const TYPED = ['**/*.{ts,vue}']

/**
 * The arrows of ARCHITECTURE.md: which room may import which. A room named with `types` may be imported for its types
 * alone, which leaves nothing at run time: the journal tells of backups and books, and exposure counts backups, but
 * neither calls them.
 */
const CORE = ['base', 'book', 'journal', 'backup', 'restore', 'routine', 'transfer']
const ARROWS = {
  base: {},
  book: { rooms: ['base'] },
  journal: { rooms: ['base'], types: ['book', 'backup'] },
  backup: { rooms: ['base', 'book'] },
  restore: { rooms: ['base', 'book', 'backup', 'journal'] },
  routine: { rooms: ['base', 'journal'], types: ['backup'] },
  transfer: { rooms: ['base', 'book', 'restore'] },
  streams: { rooms: ['base'] },
  platform: { rooms: [...CORE, 'streams'] },
  worker: { rooms: [...CORE, 'platform'] },
  client: { rooms: [...CORE, 'platform'], types: ['worker'] },
  app: { rooms: [...CORE, 'client'], types: ['worker'] },
  cli: { rooms: [...CORE, 'platform'] },
  serviceWorker: {},
}

/** What the core may import besides itself: pure code that runs anywhere. */
const CORE_PACKAGES = ['zod', 'zod/mini', '@noble/hashes', '@noble/hashes/*', '@streamparser/json', '@scure/bip39/*', 'papaparse', 'read-excel-file/universal', 'write-excel-file/universal']

const toRooms = (rooms) => ({ element: { types: { anyOf: rooms } } })
const arrows = Object.entries(ARROWS).flatMap(([room, { rooms = [], types = [] }]) => [
  ...(rooms.length > 0 ? [{ from: { element: { type: room } }, allow: { to: toRooms(rooms) } }] : []),
  ...(types.length > 0 ? [{ from: { element: { type: room } }, allow: { to: toRooms(types), dependency: { kind: 'type' } } }] : []),
])

export default defineConfig(
  globalIgnores(['dist', 'coverage', '.cache', 'test-results', 'playwright-report', 'bench/results', 'tests/fixtures']),

  ts.configs.base,
  ...vue.configs['flat/recommended'],
  ...vueAccessibility.configs['flat/recommended'],

  {
    name: 'every language',
    files: CODE,
    languageOptions: { ecmaVersion: 2023, sourceType: 'module' },
    rules: {
      eqeqeq: 'error',
      'no-console': ['error', { allow: ['debug', 'info', 'warn', 'error'] }],
      'no-debugger': 'error',
      'no-else-return': 'error',
      'no-empty': 'error',
      'no-eval': 'error',
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'MemberExpression[property.name=/^(inner|outer)HTML$/]', message: 'Text reaches the page by interpolation only.' },
        { selector: 'MemberExpression[property.name=/^(insertAdjacentHTML|setHTMLUnsafe)$/]', message: 'Text reaches the page by interpolation only.' },
      ],
    },
  },

  {
    name: 'typescript, with its types',
    files: TYPED,
    extends: [ts.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname, extraFileExtensions: ['.vue'] },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // A method of an interface is an arrow in disguise here: none of them uses `this`.
      '@typescript-eslint/unbound-method': 'off',
      // Ports answer with promises; an adapter that has nothing to wait for is still async, so that it fails by promise.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },

  {
    name: 'where types come from components, and tests',
    files: ['src/app/**/*.{ts,vue}', 'tests/**/*.ts'],
    rules: {
      // TypeScript alone cannot see into a .vue file and takes what comes out of it for `any`; vue-tsc does, and checks it.
      // Tests look into parsed JSON and mounted components.
      ...Object.fromEntries(['argument', 'assignment', 'call', 'member-access', 'return'].map((what) => [`@typescript-eslint/no-unsafe-${what}`, 'off'])),
      '@typescript-eslint/no-redundant-type-constituents': 'off',
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
    },
  },

  {
    name: 'where IndexedDB answers',
    files: ['src/platform/browser/**/*.ts'],
    // Its own types say `any` for whatever was stored; the adapter says what it put there.
    rules: { '@typescript-eslint/no-unsafe-argument': 'off' },
  },

  {
    name: 'vue',
    files: ['**/*.vue'],
    languageOptions: { parser: vueParser, parserOptions: { parser: ts.parser } },
    rules: {
      'vue/no-bare-strings-in-template': 'error',
      'vue/no-v-html': 'error',
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/define-props-declaration': ['error', 'type-based'],
      'vue/define-emits-declaration': ['error', 'type-based'],
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/block-order': ['error', { order: ['script', 'template', 'style'] }],
      'vue/no-template-target-blank': 'error',
      'vue/no-unused-refs': 'error',
      'vue/no-useless-v-bind': 'error',
      // How a template is broken into lines is the writer's.
      'vue/max-attributes-per-line': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/html-indent': 'off',
      'vue/html-self-closing': 'off',
      'vue/attributes-order': 'off',
      // TypeScript checks what a component must be given.
      'vue/require-default-prop': 'off',
      // `list-style: none` takes the role away in Safari; saying it gives it back.
      'vuejs-accessibility/no-redundant-roles': ['error', { ul: ['list'], ol: ['list'] }],
      // A place to drop files on has handlers and no role; clicks without keys are the next rule's, which stays on.
      'vuejs-accessibility/no-static-element-interactions': 'off',
      'vuejs-accessibility/click-events-have-key-events': 'error',
      // A label may hold its control or name it.
      'vuejs-accessibility/label-has-for': ['error', { required: { some: ['nesting', 'id'] } }],
    },
  },

  {
    name: 'rooms',
    files: ['src/**/*.{ts,vue}'],
    plugins: { boundaries },
    settings: {
      'import/resolver': { typescript: { project: './tsconfig.app.json' } },
      'boundaries/include': ['src/**/*'],
      'boundaries/elements': [
        ...CORE.map((room) => ({ type: room, pattern: `src/core/${room}`, partialMatch: false })),
        { type: 'streams', pattern: 'src/platform/streams', partialMatch: false },
        { type: 'platform', pattern: 'src/platform/*', partialMatch: false, capture: ['medium'] },
        { type: 'client', pattern: 'src/worker/client', partialMatch: false },
        ...['worker', 'app', 'cli', 'serviceWorker'].map((room) => ({ type: room, pattern: `src/${room}`, partialMatch: false })),
      ],
    },
    rules: {
      'boundaries/no-unknown-files': 'error',
      'boundaries/no-unknown': 'error',
      'boundaries/dependencies': ['error', { default: 'disallow', policies: arrows }],
      'max-lines': ['error', { max: 320, skipBlankLines: true }],
    },
  },

  {
    name: 'the core runs anywhere',
    files: ['src/core/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: `^(?!\\.)(?!(${CORE_PACKAGES.join('|').replaceAll('/*', '/.*')})$)`, message: 'The core imports nothing that knows where it runs.' }] },
      ],
      'no-restricted-globals': [
        'error',
        ...['window', 'document', 'self', 'navigator', 'location', 'localStorage', 'sessionStorage', 'indexedDB', 'caches', 'fetch', 'process', 'Buffer', 'require'],
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Time comes from the one Clock.' },
        { object: 'Math', property: 'random', message: 'Chance comes from the caller.' },
      ],
    },
  },

  {
    name: 'what is seen stays in the app',
    files: ['src/{platform,worker,cli,serviceWorker}/**/*.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [{ regex: '^(vue|pinia|reka-ui|ag-grid|@vueuse|@lucide)', message: 'Only the app draws.' }] }],
    },
  },

  {
    name: 'programs for Node',
    files: ['scripts/**/*.mjs', 'src/cli/**/*.ts', 'bench/**/*.ts'],
    rules: { 'no-console': 'off' },
  },

  {
    name: 'tests',
    files: ['tests/**/*.ts'],
    rules: {
      'no-console': 'off',
      '@typescript-eslint/no-base-to-string': 'off',
      // A test knows what it has just put there.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
)
