"use strict";
const assert = require("node:assert/strict");
const { runToEnd } = require("../world.cjs");

module.exports = {
  register(worker) {
    worker.addNamedOrchestrator("main", async function* () {});
  },
  async run(client) {
    await runToEnd(client, "main", null, "done");
    await client.scheduleNewOrchestration("main", null, { instanceId: "pending", startAt: new Date(Date.now() + 3_600_000) });
    await assert.rejects(client.rewindInstance("done", "why"), /'done' is Completed; only one that has failed can be rewound/);
    await assert.rejects(client.rewindInstance("pending", "why"), /'pending' is Pending; only one that has failed can be rewound/);
    await assert.rejects(client.rewindInstance("nobody", "why"), /not found/);
  },
};
