/** Prints « N passed, N failed » over the reports given; a file that could not even start counts as one failure. */
import fs from 'node:fs';

let [passed, failed] = [0, 0];
for (const report of process.argv.slice(2).filter((name) => fs.existsSync(name))) {
  const result = JSON.parse(fs.readFileSync(report, 'utf8'));
  passed += result.numPassedTests;
  failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(passed > 0 && failed === 0 ? 0 : 1);
