/** One process per core; every file has its own database, copied from one migrated template (test/outils/preparer.ts). */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } }] },
  globalSetup: '<rootDir>/test/outils/preparer.ts',
  globalTeardown: '<rootDir>/test/outils/ranger.ts',
  maxWorkers: 2,
  testTimeout: 60000,
};
