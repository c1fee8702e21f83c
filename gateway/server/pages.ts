// The built pages as files: what never changes is kept by the browser, a page itself is asked for each time and comes
// with a policy that names what stands in it.
import { existsSync, readFileSync } from "node:fs";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { allowing, inlineOf } from "./page-policy.ts";

/** Kinds of files a build makes; whatever else may lie in its folder is nobody's. */
const servedPath = /(^|\/)[^./]*$|\.(html|js|css)$/u;
const pageNames = ["kiosk", "cashier", "office", "technician"] as const;

/** The app has its security headers already; `pages` is the folder of the built pages. */
export const addPages = async (app: FastifyInstance, pages: string): Promise<void> => {
  app.get("/", (_request, reply) => reply.redirect("/kiosk/"));
  if (!existsSync(pages)) {
    for (const name of pageNames)
      app.get(`/${name}/`, (_request, reply) =>
        reply.code(503).type("text/plain").send("The pages are not built: npm run build\n"),
      );
    return;
  }
  await app.register(fastifyStatic, {
    root: pages,
    prefix: "/",
    index: ["index.html"],
    redirect: true,
    dotfiles: "deny",
    allowedPath: (path) => servedPath.test(path),
    list: false,
    cacheControl: false,
    // the build lays a packed twin beside each file of text
    preCompressed: true,
    setHeaders: (reply, path) => {
      const hashed = path.includes("/assets/");
      reply.header("cache-control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
      if (hashed) return;
      const page = readFileSync(path.replace(/\.gz$/, ""), "utf8");
      const policy = String(reply.getHeader("content-security-policy"));
      reply.header("content-security-policy", allowing(policy, inlineOf(page)));
    },
  });
};
