"use strict";
const assert = require("node:assert/strict");
const { runToEnd } = require("../world.cjs");

module.exports = {
  register(worker) {
    let runs = 0;
    worker.addNamedActivity("count", () => ++runs);
    worker.addNamedOrchestrator("main", async function* (context, input) {
      if (input === "wait") {
        yield context.waitForExternalEvent("never");
      }
      return { input, run: yield context.callActivity("count") };
    });
  },
  async run(client) {
    const first = await runToEnd(client, "main", { a: [1, "ü"] }, "one");
    assert.deepEqual(JSON.parse(first.serializedOutput), { input: { a: [1, "ü"] }, run: 1 });
    assert.equal(await client.restartOrchestration("one"), "one");
    const again = await client.waitForOrchestrationCompletion("one", true, 30);
    assert.deepEqual(JSON.parse(again.serializedOutput), { input: { a: [1, "ü"] }, run: 2 });
    const other = await client.restartOrchestration("one", true);
    assert.notEqual(other, "one");
    assert.equal(JSON.parse((await client.waitForOrchestrationCompletion(other, true, 30)).serializedOutput).run, 3);
    assert.equal(JSON.parse((await client.getOrchestrationState("one")).serializedOutput).run, 2);
    await client.scheduleNewOrchestration("main", "wait", "waiting");
    await client.waitForOrchestrationStart("waiting");
    await assert.rejects(client.restartOrchestration("waiting"), /cannot be restarted/);
    await assert.rejects(client.restartOrchestration("nobody"), /not found/);
  },
};
