"use strict";
const assert = require("node:assert/strict");

module.exports = {
  register(worker) {
    worker.addNamedOrchestrator("receiver", async function* (context, count) {
      const seen = [];
      for (let n = 0; n < count; n++) {
        seen.push(yield context.waitForExternalEvent("message"));
      }
      return seen;
    });
    worker.addNamedOrchestrator("sender", async function* (context, { to, count }) {
      for (let n = 0; n < count; n++) {
        context.sendEvent(to, "Message", n);
        if (n % 10 === 0) {
          yield context.createTimer(0.001);
        }
      }
      context.sendEvent("nobody", "lost");
    });
  },
  async run(client) {
    const to = await client.scheduleNewOrchestration("receiver", 50);
    const from = await client.scheduleNewOrchestration("sender", { to, count: 50 });
    assert.equal((await client.waitForOrchestrationCompletion(from, true, 30)).runtimeStatus, 1);
    const state = await client.waitForOrchestrationCompletion(to, true, 30);
    assert.deepEqual(JSON.parse(state.serializedOutput), [...Array(50).keys()]);
  },
};
