"use strict";
const assert = require("node:assert/strict");
const { RetryPolicy } = require("@microsoft/durabletask-js");
const { outputOf, runToEnd } = require("../world.cjs");

const tries = {};

module.exports = {
  register(worker) {
    worker.addNamedActivity("flaky", (_, { name, failures }) => {
      tries[name] = (tries[name] ?? 0) + 1;
      if (tries[name] <= failures) {
        throw new Error(`${name} failed`);
      }
      return tries[name];
    });
    worker.addNamedOrchestrator("flaky child", async function* (context, { name, failures }) {
      tries[name] = context.isReplaying ? tries[name] : (tries[name] ?? 0) + 1;
      if (tries[name] <= failures) {
        throw new Error(`${name} failed`);
      }
      return tries[name];
    });
    worker.addNamedOrchestrator("main", async function* (context, input) {
      const begun = context.currentUtcDateTime;
      const retry = new RetryPolicy({
        maxNumberOfAttempts: 4,
        firstRetryIntervalInMilliseconds: 50,
        backoffCoefficient: 2,
        handleFailure: (failure) => !/hopeless/.test(failure.message ?? failure.errorMessage),
      });
      const result = yield input.child
        ? context.callSubOrchestrator("flaky child", input, { retry })
        : context.callActivity("flaky", input, { retry });
      return { result, waited: context.currentUtcDateTime - begun };
    });
  },
  async run(client) {
    const { result, waited } = await outputOf(client, "main", { name: "twice", failures: 2 });
    assert.equal(result, 3);
    assert.ok(waited >= 150, `waited ${waited} ms`);
    const used = await runToEnd(client, "main", { name: "always", failures: 99 });
    assert.equal(used.runtimeStatus, 3);
    assert.match(used.failureDetails.message, /always failed/);
    assert.equal(tries.always, 4);
    assert.equal((await runToEnd(client, "main", { name: "hopeless", failures: 99 })).runtimeStatus, 3);
    assert.equal(tries.hopeless, 1);
    assert.equal((await outputOf(client, "main", { name: "child", failures: 2, child: true })).result, 3);
  },
};
