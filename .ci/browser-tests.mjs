/**
 * Fails unless every file of test/parcours ran and nothing in the whole suite was skipped.
 * Reads jest's report rather than its exit code: a skipped test is green for jest.
 */
import fs from 'node:fs';
import path from 'node:path';

const folder = path.join(import.meta.dirname, '..', 'test', 'parcours');
const { testResults, numPendingTests, numTodoTests } = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const faults = fs.readdirSync(folder).filter((name) => name.endsWith('.test.ts')).flatMap((name) => {
  const result = testResults.find((r) => r.name === path.join(folder, name));
  if (!result) return [`${name} did not run`];
  return result.assertionResults.length === 0 || result.assertionResults.some((a) => !['passed', 'failed'].includes(a.status)) ? [`${name} was skipped`] : [];
});
if (numPendingTests + numTodoTests) faults.push(`${numPendingTests + numTodoTests} tests skipped in the suite`);
for (const fault of faults) console.log(fault);
process.exit(faults.length ? 1 : 0);
