"use strict";
const assert = require("node:assert/strict");
const { outputOf } = require("../world.cjs");

function worker(version) {
  return [
    (worker) => {
      worker.addNamedOrchestrator("main", async function* (context) {
        return `${version} ran ${context.version}`;
      });
    },
    { workItemFilters: { orchestrations: [{ name: "main", versions: [version] }] } },
  ];
}

module.exports = {
  async run(client, world) {
    const unclaimed = await client.scheduleNewOrchestration("main", null, { version: "3" });
    await world.startWorker(...worker("1"));
    await world.startWorker(...worker("2"));
    for (const version of ["1", "2", "2", "1"]) {
      assert.equal(await outputOf(client, "main", null, { version }), `${version} ran ${version}`);
    }
    assert.equal((await client.getOrchestrationState(unclaimed)).runtimeStatus, 6);
    await world.startWorker(...worker("3"));
    assert.equal((await client.waitForOrchestrationCompletion(unclaimed, true, 30)).serializedOutput, '"3 ran 3"');
  },
};
