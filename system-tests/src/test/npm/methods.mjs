// Calls the methods of a client one after the other and prints, as a line of JSON each, what came of it:
//   works   it did what it says
//   absent  the exchange does not have what it is about, and said so as one without it does
//   client  it cannot work with any exchange: the client's own fault, with what is wrong
//   fails   it did not
import assert from "node:assert/strict";

const LIMIT_MILLIS = 15_000;

export const sleep = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

const limited = (promise) => {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing within ${LIMIT_MILLIS} ms`)), LIMIT_MILLIS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

// Waits until a condition holds.
export const until = async (condition, what) => {
  for (let i = 0; i < 1_000; i++) {
    const value = await condition();
    if (value) return value;
    await sleep(10);
  }
  throw new Error(`not within 10 s: ${what}`);
};

// A call that must be refused with a text.
export const refused = async (promise, text) => {
  const error = await promise.then(() => assert.fail("was not refused"), (refusal) => refusal);
  assert.match(String(error?.message ?? error), text);
};

// The answer of an exchange that does not have the feature.
export const absent = Symbol("absent");
// What a client cannot do with any exchange: the call must fail, or not end.
export const ownFault = async (why, promise) => {
  const worked = await Promise.race([promise.then(() => true, () => false), sleep(1_500)]);
  assert.ok(!worked, "works after all");
  return { why };
};

// Rows are [topic, method, call]; one whose call throws fails.
export const run = async (rows) => {
  for (const [topic, method, call] of rows) {
    const line = { topic, method };
    try {
      const result = await limited(call());
      line.result = result === absent ? "absent" : result?.why ? "client" : "works";
      line.why = result?.why;
    } catch (error) {
      line.result = "fails";
      line.why = String(error?.stack ?? error).split("\n").slice(0, 6).join(" | ").slice(0, 900);
    }
    process.stdout.write("\nMETHOD " + JSON.stringify(line) + "\n");
  }
};
