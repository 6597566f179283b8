"use strict";
const assert = require("node:assert/strict");
const { runToEnd } = require("../world.cjs");

// A page of ten would be 10 MB, more than a channel receives by default: the hub cuts it.
module.exports = {
  register(worker) {
    worker.addNamedOrchestrator("main", async function* () {
      return "done";
    });
  },
  async run(_, world) {
    const client = world.client({ options: { "grpc.max_receive_message_length": 4 << 20 } });
    for (let n = 0; n < 10; n++) {
      await runToEnd(client, "main", `${n}`.repeat(1_000_000), `i-${n}`);
    }
    const seen = [];
    for await (const state of client.getAllInstances({ pageSize: 10, fetchInputsAndOutputs: true })) {
      seen.push([state.instanceId, JSON.parse(state.serializedInput).length]);
    }
    assert.deepEqual(seen, Array.from({ length: 10 }, (_, n) => [`i-${n}`, 1_000_000]));
  },
};
