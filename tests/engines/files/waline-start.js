// What @waline/vercel's vanilla.js does, but on loopback only and with one worker.
const path = require("node:path");

const root = path.join(process.env.WALINE_MODULES, "@waline/vercel");
const Application = require(require.resolve("thinkjs", { paths: [root] }));

const instance = new Application({
  ROOT_PATH: root,
  APP_PATH: path.join(root, "src"),
  proxy: true,
  env: "production",
});
instance.run();
think.config("host", "127.0.0.1");
think.config("port", Number(process.env.WALINE_PORT));
think.config("workers", 1);
