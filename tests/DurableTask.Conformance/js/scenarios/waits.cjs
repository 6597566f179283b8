"use strict";
const assert = require("node:assert/strict");

module.exports = {
  async run(client, world) {
    await assert.rejects(client.waitForOrchestrationCompletion("nobody", true, 30), (error) => error.code === 5);
    await assert.rejects(client.raiseOrchestrationEvent("nobody", "x"), (error) => error.code === 5);
    await assert.rejects(client.suspendOrchestration("nobody"), (error) => error.code === 5);
    assert.equal(await client.getOrchestrationState("nobody"), undefined);
    const id = await client.scheduleNewOrchestration("main", "in");
    await assert.rejects(client.waitForOrchestrationStart(id, false, 0.2), /Timed out/);
    const waits = [client.waitForOrchestrationStart(id, true, 30), ...Array.from({ length: 5 }, () => client.waitForOrchestrationCompletion(id, true, 30))];
    await world.startWorker((worker) =>
      worker.addNamedOrchestrator("main", async function* (context, input) {
        return input;
      }),
    );
    const states = await Promise.all(waits);
    assert.equal(states[0].serializedInput, '"in"');
    assert.deepEqual(states.slice(1).map((state) => state.serializedOutput), Array(5).fill('"in"'));
    await assert.rejects(client.raiseOrchestrationEvent(id, "late"), (error) => error.code === 9 && /can no longer take an event/.test(error.details));
    await assert.rejects(client.suspendOrchestration(id), (error) => error.code === 9);
    await assert.rejects(client.resumeOrchestration(id), (error) => error.code === 9);
  },
};
