/** One process per core; every file has its own database, copied from one migrated template (test/outils/preparer.ts). */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: { '^.+\\.[tj]s$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } }] },
  // Written as ES modules only (they come with otplib): Node itself may require them, jest may not.
  transformIgnorePatterns: ['/node_modules/(?!.*(@scure|@noble)/|@scure/|@noble/)'],
  globalSetup: '<rootDir>/test/outils/preparer.ts',
  globalTeardown: '<rootDir>/test/outils/ranger.ts',
  maxWorkers: 2,
  // Files leave memory behind in their process, and collecting it ends by taking more time than the tests: past this, a new one takes over.
  workerIdleMemoryLimit: '1GB',
  testTimeout: 60000,
};
