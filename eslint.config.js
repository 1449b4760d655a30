import tseslint from 'typescript-eslint';

/** The clock, the dice, the process and the console come in as arguments everywhere but in the command line. */
const ambient = ['process', 'console', 'Date.now', 'Math.random'];

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', 'node_modules/'] },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 10],
      'max-depth': ['error', 3],
      'max-params': ['error', 4],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...["ImportSpecifier[imported.name='z'][importKind!='type']", 'ImportDefaultSpecifier'].map(
          (specifier) => ({
            selector: `ImportDeclaration[source.value='zod'][importKind!='type'] > ${specifier}`,
            message: "Write import * as z from 'zod': the object z brings the whole of zod along.",
          }),
        ),
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/cli/**'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...['process', 'console'].map((name) => ({
          name,
          message: 'Only src/cli touches the process; take what you need as an argument.',
        })),
      ],
      'no-restricted-properties': [
        'error',
        ...ambient
          .filter((name) => name.includes('.'))
          .map((name) => {
            const [object, property] = name.split('.');
            return { object, property, message: 'The clock and the dice come in as arguments.' };
          }),
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/cli/**', 'src/load/**', 'src/dispatch/record.ts', 'src/dispatch/replay.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: ['fs', 'node:fs', 'fs/promises', 'node:fs/promises'].map((name) => ({
            name,
            message: 'Only src/load and src/cli read files.',
          })),
        },
      ],
    },
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: { 'max-lines-per-function': 'off', 'max-lines': 'off' },
  },
);
