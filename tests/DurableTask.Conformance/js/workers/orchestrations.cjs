"use strict";
const { whenAll, RetryPolicy } = require("@microsoft/durabletask-js");

// Orchestrations whose activities and children are in .NET.
module.exports = {
  workerOptions: { workItemFilters: "auto" },
  register(worker) {
    worker.addNamedOrchestrator("js orchestration", async function* (context, words) {
      const lengths = yield whenAll(words.map((word) => context.callActivity("net length", word)));
      const record = yield context.callActivity("net record", { Name: "n", Values: [1, 2] });
      const list = yield context.callActivity("net sum", [1, 2, 3]);
      const child = yield context.callSubOrchestrator("net child", "from js");
      let failure;
      try {
        yield context.callActivity("net fails");
      } catch (error) {
        failure = error.message;
      }
      const retry = new RetryPolicy({ maxNumberOfAttempts: 3, firstRetryIntervalInMilliseconds: 5 });
      return { lengths, record, list, child, failure, flaky: yield context.callActivity("net flaky", null, { retry }) };
    });
  },
};
