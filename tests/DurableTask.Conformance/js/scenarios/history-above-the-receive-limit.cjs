"use strict";
const assert = require("node:assert/strict");
const { runToEnd } = require("../world.cjs");

// A history of 6 MB comes to a client in chunks, each below the 4 MB that a channel receives by default.
module.exports = {
  register(worker) {
    worker.addNamedActivity("make", (_, n) => `${n}`.repeat(1_000_000));
    worker.addNamedOrchestrator("main", async function* (context) {
      let length = 0;
      for (let n = 0; n < 6; n++) {
        length += (yield context.callActivity("make", n)).length;
      }
      return length;
    });
  },
  async run(_, world) {
    const client = world.client({ options: { "grpc.max_receive_message_length": 4 << 20 } });
    const state = await runToEnd(client, "main", null, "main");
    assert.equal(state.serializedOutput, "6000000");
    const history = await client.getOrchestrationHistory("main");
    assert.equal(history.filter((entry) => entry.type === "TaskCompleted" && entry.result.length === 1_000_002).length, 6);
  },
};
