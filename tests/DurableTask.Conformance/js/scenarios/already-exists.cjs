"use strict";
const assert = require("node:assert/strict");
const { runToEnd } = require("../world.cjs");

module.exports = {
  register(worker) {
    worker.addNamedOrchestrator("main", async function* (context, how) {
      if (how === "wait") {
        yield context.waitForExternalEvent("never");
      }
      return how;
    });
  },
  async run(client) {
    await runToEnd(client, "main", "first", "done");
    await client.scheduleNewOrchestration("main", "wait", "waiting");
    for (const id of ["done", "waiting"]) {
      await assert.rejects(client.scheduleNewOrchestration("main", "second", id), (error) => error.code === 6 && /exists already/.test(error.details));
    }
    assert.equal((await client.getOrchestrationState("done")).serializedOutput, '"first"');
    await client.purgeOrchestration("done");
    assert.equal((await runToEnd(client, "main", "third", "done")).serializedOutput, '"third"');
    await assert.rejects(client.scheduleNewOrchestration("main", null, "@entity@key"), (error) => error.code === 3);
  },
};
