// The trust kit over plain HTTP: for this machine only, where a technician takes it onto a stick.
import type { FastifyInstance } from "fastify";
import { isLoopback } from "../allow-list.ts";
import type { KitFile } from "./trust-kit.ts";

export const addTrustPages = (app: FastifyInstance, kit: () => readonly KitFile[]): void => {
  app.get("/trust", (_request, reply) => reply.redirect("/trust/"));
  app.get<{ Params: { name?: string } }>("/trust/:name", (request, reply) => {
    if (!isLoopback(request.ip)) return reply.code(403).send({ error: "forbidden" });
    const name = request.params.name === "" ? "index.html" : request.params.name;
    const file = kit().find((one) => one.name === name);
    if (file === undefined) return reply.code(404).send({ error: "not found" });
    return reply.type(file.type).header("cache-control", "no-store").send(file.text);
  });
};
