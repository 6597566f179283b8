"use strict";
const assert = require("node:assert/strict");
const { runToEnd } = require("../world.cjs");

module.exports = {
  register(worker) {
    worker.addNamedActivity("echo", (_, value) => value);
    worker.addNamedOrchestrator("echo", async function* (context, value) {
      return yield context.callActivity("echo", value);
    });
    worker.addNamedOrchestrator("nothing", async function* () {});
  },
  async run(client) {
    for (const value of ["", 0, false, null, [], {}, [[]], ["one"], "\u0000\u2028\uD83D\uDE00", 1e300, { "": { a: null } }]) {
      const state = await runToEnd(client, "echo", value);
      assert.deepEqual(JSON.parse(state.serializedOutput), value);
      assert.deepEqual(JSON.parse(state.serializedInput), value);
    }
    assert.equal((await runToEnd(client, "nothing")).serializedOutput, undefined);
    const id = "ünïcode/🙂 id ' OR 1=1; --";
    assert.equal((await runToEnd(client, "echo", 1, id)).instanceId, id);
    assert.equal((await client.getOrchestrationState(id)).serializedOutput, "1");
  },
};
