import js from '@eslint/js';
import ts from 'typescript-eslint';

// Two lint rules hold the architecture: the clock is read in lib/dates.ts only, the environment in config.ts only.
const clock = { selector: "NewExpression[callee.name='Date'], MemberExpression[object.name='Date'][property.name='now']", message: 'Une date est une date civile : passer par lib/dates.' };
const environment = { selector: "MemberExpression[object.name='process'][property.name='env']", message: "L'environnement se lit dans server/config.ts seulement." };

export default ts.config(
  { ignores: ['dist/', 'node_modules/', 'donnees/', 'coverage/', 'public/vendor/'] },
  js.configs.recommended,
  ...ts.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['*.mjs', '*.cjs', '*.js'] }, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/restrict-template-expressions': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  { files: ['server/**/*.ts', 'reports/**/*.ts'], ignores: ['server/lib/dates.ts', 'server/config.ts'], rules: { 'no-restricted-syntax': ['error', clock, environment] } },
  { files: ['**/*.mjs', '**/*.cjs', 'public/**/*.js', '**/*.js'], ...ts.configs.disableTypeChecked, languageOptions: { globals: { document: 'readonly', window: 'readonly', navigator: 'readonly', process: 'readonly', module: 'readonly', require: 'readonly', console: 'readonly', fetch: 'readonly', setTimeout: 'readonly', clearTimeout: 'readonly', setInterval: 'readonly', localStorage: 'readonly', FormData: 'readonly', URLSearchParams: 'readonly', AbortController: 'readonly', HTMLElement: 'readonly', Chart: 'readonly' }, parserOptions: { projectService: false } } },
);
