"use strict";
const assert = require("node:assert/strict");
const { runToEnd } = require("../world.cjs");

module.exports = {
  register(worker) {
    worker.addNamedOrchestrator("main", async function* (context, n) {
      return n;
    });
  },
  async run(client) {
    for (let n = 0; n < 7; n++) {
      await runToEnd(client, "main", n, `i-${n}`);
    }
    const pages = [];
    let token;
    for await (const page of client.getAllInstances({ pageSize: 3, fetchInputsAndOutputs: true }).asPages()) {
      pages.push(page.values.map((state) => state.serializedOutput));
      token ??= page.continuationToken;
    }
    assert.deepEqual(pages, [["0", "1", "2"], ["3", "4", "5"], ["6"]]);
    const rest = [];
    for await (const state of client.getAllInstances({ pageSize: 3, continuationToken: token })) {
      rest.push(state.instanceId);
    }
    assert.deepEqual(rest, ["i-3", "i-4", "i-5", "i-6"]);
    await assert.rejects(async () => {
      for await (const _ of client.getAllInstances({ continuationToken: "made up" })) {
        // The first page is refused.
      }
    }, /not a continuation token/);
  },
};
