// Azurite's blob service: node start.cjs FOLDER PORT (0 for a free one). Ends when standard input does, so that it never outlives the tests that started it.
// A line "advance MILLISECONDS" puts its clock forward, and is answered by "advanced".
"use strict";
const [, , folder, port] = process.argv;
process.argv = [
  process.argv[0], process.argv[1],
  "--blobHost", "127.0.0.1", "--blobPort", port, "--location", folder, "--skipApiVersionCheck", "--disableTelemetry", "--silent",
];

let ahead = 0;
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...parts) {
    super(...(parts.length === 0 ? [RealDate.now() + ahead] : parts));
  }

  static now() {
    return RealDate.now() + ahead;
  }
};

// Some answers leave the date to Node, which knows the real clock alone.
const { ServerResponse } = require("http");
const writeHead = ServerResponse.prototype.writeHead;
ServerResponse.prototype.writeHead = function (...parts) {
  if (!this.hasHeader("date")) {
    this.setHeader("date", new Date().toUTCString());
  }

  return writeHead.apply(this, parts);
};

require("readline").createInterface({ input: process.stdin })
  .on("line", line => {
    const [command, milliseconds] = line.split(" ");
    if (command === "advance") {
      ahead += Number(milliseconds);
      console.log("advanced");
    }
  })
  .on("close", () => process.exit(0));
require("azurite/dist/src/blob/main.js");
