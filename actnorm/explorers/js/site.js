/** The published page's script: all explorers and the host, in one classic deferred file. */
import { host } from "./host.js";
import { render } from "./index.js";

host(render);
