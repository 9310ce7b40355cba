/** What a release is known by (spec/release.md), for a client that holds a running relay against it. */
export { releases } from "@tacet/core/release";
