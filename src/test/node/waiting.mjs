// What comes later: an error, or a state.

import assert from "node:assert/strict";

/** The error of a promise, which has to have one. */
export async function errorOf(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  assert.fail("an error was expected");
}

/** Returns when the condition holds. */
export async function until(condition) {
  const deadline = Date.now() + 10_000;
  while (!condition()) {
    assert.ok(Date.now() < deadline, `still not: ${condition}`);
    await new Promise((resume) => setTimeout(resume, 10));
  }
}
