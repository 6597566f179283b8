// Azurite's blob service: node start.cjs FOLDER PORT (0 for a free one). Ends when standard input does, so that it never outlives the tests that started it.
"use strict";
const [, , folder, port] = process.argv;
process.argv = [
  process.argv[0], process.argv[1],
  "--blobHost", "127.0.0.1", "--blobPort", port, "--location", folder, "--skipApiVersionCheck", "--disableTelemetry", "--silent",
];
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
require("azurite/dist/src/blob/main.js");
