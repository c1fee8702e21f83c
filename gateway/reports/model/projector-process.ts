// The projector's own process: takes over what the journal has more whenever it is asked, and ends with its parent.
import { giveWay } from "../../store/give-way.ts";
import { createProjection, type ProjectionFiles } from "./projection.ts";
import type { ProjectorReply } from "./projector.ts";

giveWay();

const sqliteBusy = 5;

/** Another process held the file for a whole minute. */
const isBusy = (error: unknown): boolean => {
  const code: unknown = Reflect.get(Object(error), "errcode");
  return typeof code === "number" && (code & 0xff) === sqliteBusy;
};

process.once("message", (files: ProjectionFiles) => {
  const projection = createProjection(files);
  const answer = async (id: number): Promise<ProjectorReply> => {
    try {
      return { id, seq: await projection.catchUp() };
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error);
      return { id, code: isBusy(error) ? "report_too_long" : "report_failed", failure };
    }
  };
  process.on("message", (id: number) => void answer(id).then((reply) => process.send?.(reply)));
});
process.on("disconnect", () => process.exit());
