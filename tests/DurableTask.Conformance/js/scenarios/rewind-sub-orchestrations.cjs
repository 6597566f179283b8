"use strict";
const assert = require("node:assert/strict");
const { whenAll } = require("@microsoft/durabletask-js");
const { runToEnd } = require("../world.cjs");

let broken = true;
const ran = [];

module.exports = {
  register(worker) {
    worker.addNamedActivity("work", (_, name) => {
      if (name.startsWith("bad") && broken) {
        throw new Error("out of order");
      }
      ran.push(name);
      return name;
    });
    worker.addNamedOrchestrator("leaf", async function* (context, name) {
      return yield context.callActivity("work", name);
    });
    worker.addNamedOrchestrator("branch", async function* (context, names) {
      return yield whenAll(names.map((name) => context.callSubOrchestrator("leaf", name)));
    });
    worker.addNamedOrchestrator("tree", async function* (context) {
      return yield whenAll([context.callSubOrchestrator("branch", ["good-1", "bad-1"]), context.callSubOrchestrator("branch", ["good-2"])]);
    });
  },
  async run(client) {
    assert.equal((await runToEnd(client, "tree", null, "tree")).runtimeStatus, 3);
    broken = false;
    await client.rewindInstance("tree", "mended");
    const state = await client.waitForOrchestrationCompletion("tree", true, 30);
    assert.equal(state.runtimeStatus, 1, state.failureDetails?.message);
    assert.deepEqual(JSON.parse(state.serializedOutput), [["good-1", "bad-1"], ["good-2"]]);
    assert.deepEqual(ran.sort(), ["bad-1", "good-1", "good-2"]);
  },
};
