"use strict";
const assert = require("node:assert/strict");

let changed = false;

// An orchestrator that no longer does what its history says fails, and goes on from there when its code is put right and it is rewound.
module.exports = {
  register(worker) {
    worker.addNamedActivity("before", () => "before");
    worker.addNamedActivity("after", () => "after");
    worker.addNamedOrchestrator("main", async function* (context) {
      const first = yield context.callActivity(changed ? "after" : "before");
      context.setCustomStatus("waiting");
      return [first, yield context.waitForExternalEvent("go")];
    });
  },
  async run(client, world) {
    const id = await client.scheduleNewOrchestration("main");
    await world.untilStatus(client, id, "waiting");
    changed = true;
    await client.raiseOrchestrationEvent(id, "go", 1);
    const failed = await client.waitForOrchestrationCompletion(id, true, 30);
    assert.equal(failed.runtimeStatus, 3);
    assert.match(failed.failureDetails.errorType, /NonDeterminism/);
    changed = false;
    await client.rewindInstance(id, "the code is as it was");
    const state = await client.waitForOrchestrationCompletion(id, true, 30);
    assert.deepEqual(JSON.parse(state.serializedOutput ?? "null"), ["before", 1], state.failureDetails?.message);
  },
};
