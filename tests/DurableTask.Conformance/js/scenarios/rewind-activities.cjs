"use strict";
const assert = require("node:assert/strict");
const { whenAll } = require("@microsoft/durabletask-js");
const { runToEnd } = require("../world.cjs");

let broken = true;
const ran = [];

module.exports = {
  register(worker) {
    worker.addNamedActivity("work", (_, name) => {
      if (name === "bad" && broken) {
        throw new Error("out of order");
      }
      ran.push(name);
      return name;
    });
    worker.addNamedOrchestrator("main", async function* (context) {
      const first = yield context.callActivity("work", "first");
      const both = yield whenAll([context.callActivity("work", "good"), context.callActivity("work", "bad")]);
      return [first, ...both];
    });
  },
  async run(client) {
    const failed = await runToEnd(client, "main", null, "main");
    assert.equal(failed.runtimeStatus, 3);
    await client.rewindInstance("main", "still broken");
    assert.equal((await client.waitForOrchestrationCompletion("main", true, 30)).runtimeStatus, 3);
    broken = false;
    await client.rewindInstance("main", "mended");
    const state = await client.waitForOrchestrationCompletion("main", true, 30);
    assert.equal(state.runtimeStatus, 1, state.failureDetails?.message);
    assert.equal(state.failureDetails, undefined);
    assert.deepEqual(JSON.parse(state.serializedOutput), ["first", "good", "bad"]);
    assert.deepEqual(ran.sort(), ["bad", "first", "good"]);
    const history = await client.getOrchestrationHistory("main");
    assert.deepEqual(history.filter((entry) => entry.type === "ExecutionRewound").map((entry) => entry.reason), ["still broken", "mended"]);
    assert.equal(history.filter((entry) => entry.type === "TaskFailed").length, 0);
  },
};
