"use strict";
const assert = require("node:assert/strict");

// What a worker held when it went away is handed to the next.
module.exports = {
  async run(client, world) {
    let begun;
    const hanging = new Promise((resolve) => (begun = resolve));
    const orchestrator = async function* (context) {
      return [yield context.callActivity("work"), yield context.callActivity("work")];
    };
    const first = await world.startWorker(
      (worker) => {
        worker.addNamedOrchestrator("main", orchestrator);
        worker.addNamedActivity("work", () => {
          begun();
          return new Promise(() => {});
        });
      },
      { shutdownTimeoutMs: 1 },
    );
    const id = await client.scheduleNewOrchestration("main");
    await hanging;
    await first.stop();
    await world.startWorker((worker) => {
      worker.addNamedOrchestrator("main", orchestrator);
      worker.addNamedActivity("work", () => "second");
    });
    const state = await client.waitForOrchestrationCompletion(id, true, 30);
    assert.deepEqual(JSON.parse(state.serializedOutput), ["second", "second"]);
  },
};
