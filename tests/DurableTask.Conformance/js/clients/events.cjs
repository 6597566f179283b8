"use strict";
const assert = require("node:assert/strict");

module.exports = {
  async run(client, world) {
    const late = await client.scheduleNewOrchestration("in time");
    const fired = async () => (await client.getOrchestrationHistory(late)).some((entry) => entry.type === "TimerFired");
    await world.until(fired);
    await client.raiseOrchestrationEvent(late, "ANSWER", "late");
    assert.equal((await client.waitForOrchestrationCompletion(late, true, 30)).serializedOutput, '"late"');
    const id = await client.scheduleNewOrchestration("collect", []);
    await client.suspendOrchestration(id);
    for (let n = 0; n < 10; n++) {
      await client.raiseOrchestrationEvent(id, n % 2 ? "Item" : "iTEM", n);
    }
    assert.equal((await client.getOrchestrationState(id)).runtimeStatus, 7);
    await client.resumeOrchestration(id);
    assert.deepEqual(JSON.parse((await client.waitForOrchestrationCompletion(id, true, 30)).serializedOutput), [...Array(10).keys()]);
  },
};
