// The projector's own process: takes over what the journal has more whenever it is asked, and ends with its parent.
import { constants, setPriority } from "node:os";
import { createProjection, type ProjectionFiles } from "./projection.ts";
import type { ProjectorReply } from "./projector.ts";

/** Tills come first: whoever waits for a report waits a little longer. */
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

process.once("message", (files: ProjectionFiles) => {
  const projection = createProjection(files);
  const answer = async (id: number): Promise<ProjectorReply> => {
    try {
      return { id, seq: await projection.catchUp() };
    } catch (error) {
      return { id, failure: error instanceof Error ? error.message : String(error) };
    }
  };
  process.on("message", (id: number) => void answer(id).then((reply) => process.send?.(reply)));
});
process.on("disconnect", () => process.exit());
