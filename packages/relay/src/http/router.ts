import type { Answer } from "./answer.ts";
import { errorAnswer } from "./answer.ts";
import type { Exchange } from "./exchange.ts";

export interface Route {
  readonly method: "GET" | "POST" | "OPTIONS";
  readonly path: (path: string) => boolean;
  readonly handle: (exchange: Exchange) => Answer | Promise<Answer>;
}

/** An exact path. */
export function at(path: string): (path: string) => boolean {
  return (asked) => asked === path;
}

/** Finds who answers: the route, or the refusal of a path or of a method. A HEAD is a GET whose body is not sent. */
export function findRoute(routes: readonly Route[], method: string, path: string): Route | Answer {
  const here = routes.filter((route) => route.path(path));
  if (here.length === 0) return errorAnswer("not-found", "There is nothing at this address. Start at /.");
  const wanted = method === "HEAD" ? "GET" : method;
  const allowed = new Set(
    here.flatMap((route) => (route.method === "GET" ? ["GET", "HEAD"] : [route.method])),
  );
  const allow = [...allowed].join(", ");
  return (
    here.find((route) => route.method === wanted) ??
    errorAnswer("method", `This address answers to ${allow} only.`, { headers: { allow } })
  );
}
