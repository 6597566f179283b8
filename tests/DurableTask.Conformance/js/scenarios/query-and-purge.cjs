"use strict";
const assert = require("node:assert/strict");

module.exports = {
  register(worker) {
    worker.addNamedOrchestrator("main", async function* (context, input) {
      context.setCustomStatus({ at: input });
      return input;
    });
  },
  async run(client) {
    const prefix = `q${process.pid}-`;
    for (let n = 0; n < 5; n++) {
      await client.scheduleNewOrchestration("main", n, `${prefix}${n}`);
      await client.waitForOrchestrationCompletion(`${prefix}${n}`, false, 30);
    }
    await assert.rejects(client.scheduleNewOrchestration("main", 0, `${prefix}0`), /exists already/);
    const seen = [];
    for await (const state of client.getAllInstances({ instanceIdPrefix: prefix, pageSize: 2, fetchInputsAndOutputs: true })) {
      seen.push([state.instanceId, JSON.parse(state.serializedOutput), JSON.parse(state.serializedCustomStatus)]);
    }
    assert.deepEqual(seen, [0, 1, 2, 3, 4].map((n) => [`${prefix}${n}`, n, { at: n }]));
    const history = await client.getOrchestrationHistory(`${prefix}0`);
    assert.ok(history.length >= 4);
    const purged = await client.purgeOrchestration(`${prefix}0`);
    assert.equal(purged.deletedInstanceCount, 1);
    assert.equal(await client.getOrchestrationState(`${prefix}0`), undefined);
    const again = await client.restartOrchestration(`${prefix}1`, true);
    assert.notEqual(again, `${prefix}1`);
    assert.equal(JSON.parse((await client.waitForOrchestrationCompletion(again, true, 30)).serializedOutput), 1);
  },
};
